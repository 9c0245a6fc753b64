import type { FetchToken } from '@drawbridge/oauth';
import { createLogRecorder, createTestClock } from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import { revokeTokens } from './revoke-tokens.ts';

const URL_OF_IT = 'https://sso.example.com/revoke';
const TOKEN = 'refresh-token-of-tests';

/** Ends a token at a provider that answers so. */
async function revoke(
  fetch: FetchToken,
  timeout?: number,
  isFound: Promise<void> = Promise.resolve(),
) {
  const log = createLogRecorder();
  const client = { method: 'none', clientId: 'web' } as const;
  const endpoint = async () => {
    await isFound;
    return { url: URL_OF_IT, fetch, client };
  };
  const isRevoked = await revokeTokens(
    {
      endpoints: { token: endpoint, revocation: endpoint },
      issuer: 'https://sso.example.com',
      clock: createTestClock(),
      log,
      ...(timeout !== undefined && { timeout }),
    },
    'id-of-a-delegation',
    TOKEN,
  );
  return { isRevoked, log };
}

describe('revokeTokens', () => {
  it('says what kind of token it is', async () => {
    const forms: URLSearchParams[] = [];
    const { isRevoked, log } = await revoke(async (_, { body }) => {
      forms.push(body);
      return new Response();
    });
    expect([isRevoked, log.entries]).toEqual([true, []]);
    expect(forms.map((form) => [form.get('token'), form.get('token_type_hint')])).toEqual([
      [TOKEN, 'refresh_token'],
    ]);
  });

  it.each([
    ['not answer', () => new Promise<Response>(() => {}), undefined],
    ['not tell where it revokes', async () => new Response(), new Promise<void>(() => {})],
  ] as const)(
    'waits no longer than it may for a provider that does %s, and tells of it',
    async (_, fetch, isFound) => {
      const { isRevoked, log } = await revoke(fetch, 1, isFound);
      expect(isRevoked).toBe(false);
      expect(log.entries).toMatchObject([
        { level: 'warn', fields: { detail: 'https://sso.example.com did not answer in time' } },
      ]);
    },
  );

  it('ends the request that nobody waits for any more', async () => {
    const signals: AbortSignal[] = [];
    const fetch: FetchToken = (_, { signal }) => {
      signals.push(signal);
      return new Promise(() => {});
    };
    await revoke(fetch, 30);
    expect(signals.map(({ aborted }) => aborted)).not.toContain(false);
  });

  it('tells why not, and what to do, and never the token', async () => {
    const { isRevoked, log } = await revoke(async () =>
      Response.json({ error: 'invalid_client' }, { status: 401 }),
    );
    expect(isRevoked).toBe(false);
    expect(log.entries).toMatchObject([
      {
        level: 'warn',
        fields: {
          detail: expect.stringContaining('invalid_client') as string,
          hint: expect.stringMatching(/./) as string,
        },
      },
    ]);
    expect(log.text()).not.toContain(TOKEN);
  });
});
