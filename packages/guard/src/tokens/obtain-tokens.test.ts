import { createTestClock } from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import { RefreshToken } from '../caller/refresh-token.ts';
import type { DelegateOptions, DelegatingCaller } from './background-tokens.ts';
import { obtainTokens } from './obtain-tokens.ts';
import type { BackgroundTokensOptions } from './options.ts';

const ISSUER = 'https://sso.example.com';
const URN = 'urn:ietf:params:oauth:token-type:';
const WORK = { purpose: 'nightly report' };
const clock = createTestClock();

function caller(issuedAt: unknown): DelegatingCaller {
  return {
    issuer: ISSUER,
    subject: 'ann',
    access: {
      issuer: ISSUER,
      claims: {},
      expiresAt: clock.seconds() + 100,
      kind: 'jwt',
      alg: 'RS256',
      fingerprint: '',
      raw: 'access-of-the-session',
      claim: (name) => (name === 'iat' ? issuedAt : undefined),
    },
    refresh: new RefreshToken('refresh-of-the-session'),
  };
}

/** What is obtained from a provider that answers so after two seconds, and what it was asked. */
async function obtain(
  answer: Record<string, unknown>,
  delegate: Partial<DelegateOptions> = {},
  options: Pick<BackgroundTokensOptions, 'sessionRefreshToken'> = {},
  issuedAt: unknown = clock.seconds(),
) {
  const asked: URLSearchParams[] = [];
  const endpoint = async () => ({
    url: `${ISSUER}/token`,
    client: { method: 'none', clientId: 'web' } as const,
    async fetch(_: string, { body }: { readonly body: URLSearchParams }) {
      asked.push(body);
      clock.advance(2);
      return Response.json(answer, { status: 'error' in answer ? 400 : 200 });
    },
  });
  const begun = clock.seconds();
  const endpoints = { token: endpoint, revocation: endpoint };
  const context = { endpoints, clock, options: { issuer: ISSUER, ...options } };
  const { origin, tokens } = await obtainTokens(
    caller(issuedAt),
    { ...WORK, ...delegate },
    context,
  );
  return { origin, tokens, asked, begun };
}

const given = {
  access_token: 'access-given',
  token_type: 'Bearer',
  issued_token_type: `${URN}access_token`,
  refresh_token: 'refresh-given',
};

describe('an exchange', () => {
  it('gives all that was given, from when it came', async () => {
    const { tokens, begun } = await obtain({ ...given, expires_in: 60, scope: 'orders:read' });
    expect(tokens).toMatchObject({
      accessToken: 'access-given',
      refreshToken: 'refresh-given',
      scope: 'orders:read',
      obtainedAt: begun + 2,
      expiresAt: begun + 62,
    });
  });

  it('may be for one audience', async () => {
    const { asked } = await obtain(given, { audience: 'orders' });
    expect(asked[0]?.getAll('audience')).toEqual(['orders']);
  });

  it('takes no access token for the refresh token that was asked for', async () => {
    const { refresh_token: _, ...alone } = given;
    await expect(obtain(alone)).rejects.toMatchObject({ code: 'token_endpoint_refused' });
    const { tokens } = await obtain({ ...alone, issued_token_type: `${URN}refresh_token` });
    expect([tokens.accessToken, tokens.refreshToken]).toEqual(['', 'access-given']);
  });

  it('that the provider does not know names the ways out', async () => {
    await expect(obtain({ error: 'unsupported_token_type' })).rejects.toMatchObject({
      hint: expect.stringContaining('three ways out') as string,
    });
  });
});

describe('without an exchange', () => {
  const USE = { sessionRefreshToken: 'use' } as const;

  it('the token of a sign-in that was made for it goes before that of the session', async () => {
    const { origin, tokens } = await obtain(given, { offlineToken: 'offline' }, USE);
    expect([origin, tokens.refreshToken]).toEqual(['sign-in', 'offline']);
  });

  it.each([
    [-50, -50],
    [-50.5, -51],
    // A clock that is ahead.
    [50, 0],
    [undefined, 0],
    ['text', 0],
  ])('the tokens of a session issued at %j from now are as old as %d', async (issued, age) => {
    const now = clock.seconds();
    const issuedAt = typeof issued === 'number' ? now + issued : issued;
    const { origin, tokens, asked } = await obtain(given, {}, USE, issuedAt);
    expect([origin, asked]).toEqual(['session', []]);
    expect(tokens).toEqual({
      accessToken: 'access-of-the-session',
      tokenType: 'Bearer',
      obtainedAt: now + age,
      expiresAt: now + 100,
      refreshToken: 'refresh-of-the-session',
    });
  });
});
