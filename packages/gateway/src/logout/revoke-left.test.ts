import type { FetchToken } from '@drawbridge/oauth';
import { describe, expect, it } from 'vitest';
import { createLogout } from './create-logout.ts';
import { browse, fakeProvider, fieldOf, OWN, setUp } from './logout.fixture.ts';

/** Somebody signs out whose session a provider renews. */
async function signOut(more: Parameters<typeof fakeProvider>[1], isRenewed = true) {
  const asked: [url: string, body: string][] = [];
  const fetch: FetchToken = async (url, init) => {
    asked.push([url, String(init.body)]);
    return new Response(null, { status: 200 });
  };
  const { options, sessions, log } = await setUp({
    providers: [fakeProvider('main', { fetch, ...more })],
  });
  sessions.add('a');
  if (isRenewed) sessions.renewed.add('a');
  const call = browse('auth.test', '/logout', { id: 'a', headers: [OWN] });
  const reply = await createLogout(options).atAuthHost(call);
  expect(fieldOf(reply, 'location')).toContain('https://issuer.test/end');
  expect(`${JSON.stringify(reply)}${log.text()}`).not.toContain('refresh-token-of-a');
  return { asked, warnings: log.entries.filter(({ level }) => level === 'warn') };
}

const REVOKED_AT = { revocationEndpoint: 'https://issuer.test/revoke' };

describe('the refresh token of a session that somebody ended', () => {
  it('keeps nobody from signing out whose provider does not revoke it', async () => {
    const { warnings } = await signOut({
      ...REVOKED_AT,
      fetch: async () => new Response('{"error":"server_error"}', { status: 500 }),
    });
    expect(warnings.map(({ event }) => event)).toEqual(['refresh token not revoked']);
  });

  it('goes nowhere where there is none, or no place for it', async () => {
    expect(await signOut({})).toEqual({ asked: [], warnings: [] });
    expect(await signOut(REVOKED_AT, false)).toEqual({ asked: [], warnings: [] });
  });

  it('is revoked at its provider (RFC 7009)', async () => {
    const { asked, warnings } = await signOut(REVOKED_AT);
    expect(warnings).toEqual([]);
    expect(
      asked.map(([url, body]) => [url, Object.fromEntries(new URLSearchParams(body))]),
    ).toEqual([
      [
        'https://issuer.test/revoke',
        { token: 'refresh-token-of-a', token_type_hint: 'refresh_token' },
      ],
    ]);
  });
});
