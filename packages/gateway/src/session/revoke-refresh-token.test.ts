import { DrawbridgeError } from '@drawbridge/core';
import type { FetchToken } from '@drawbridge/oauth';
import { createLogRecorder, createTestClock } from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import { fakeProvider } from '../logout/logout.fixture.ts';
import { createRevokeRefreshToken } from './revoke-refresh-token.ts';

const REVOKED_AT = { revocationEndpoint: 'https://issuer.test/revoke' };

/** Revokes a token of the provider `main`, which is as told. */
async function revoke(more: Parameters<typeof fakeProvider>[1], changes: object = {}) {
  const asked: [url: string, body: string][] = [];
  const fetch: FetchToken = async (url, init) => {
    asked.push([url, String(init.body)]);
    return new Response(null, { status: 200 });
  };
  const log = createLogRecorder();
  const provider = { ...fakeProvider('main', { fetch, ...more }), ...changes };
  const clock = createTestClock();
  await createRevokeRefreshToken({ providers: [provider], clock, log })('main', 'refresh-1');
  expect(log.text()).not.toContain('refresh-1');
  return { asked, warnings: log.entries.filter(({ level }) => level === 'warn') };
}

describe('a refresh token that is not to be used any more', () => {
  it('is a matter for the log where its provider does not revoke it, or is not found', async () => {
    const refused = await revoke({
      ...REVOKED_AT,
      fetch: async () => new Response('{"error":"server_error"}', { status: 500 }),
    });
    expect(refused.warnings.map(({ event }) => event)).toEqual(['refresh token not revoked']);
    const find = () => Promise.reject(new DrawbridgeError('upstream_timeout'));
    expect((await revoke(REVOKED_AT, { find })).warnings).toHaveLength(1);
  });

  it('goes nowhere where there is no place for it, or no such provider', async () => {
    expect(await revoke({})).toEqual({ asked: [], warnings: [] });
    expect(await revoke(REVOKED_AT, { name: 'other' })).toEqual({ asked: [], warnings: [] });
  });

  it('is revoked at its provider (RFC 7009)', async () => {
    const { asked, warnings } = await revoke(REVOKED_AT);
    expect(warnings).toEqual([]);
    expect(
      asked.map(([url, body]) => [url, Object.fromEntries(new URLSearchParams(body))]),
    ).toEqual([
      ['https://issuer.test/revoke', { token: 'refresh-1', token_type_hint: 'refresh_token' }],
    ]);
  });
});
