import { createHmac } from 'node:crypto';
import { encodeBase64Url, encodeUtf8 } from '@drawbridge/core';
import { createTestIssuer, forgeHostileTokens, type TestIssuer } from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import {
  ATTEMPT,
  CLIENT_SECRET,
  CODE,
  createStub,
  json,
  published,
  type StubOptions,
  TOKEN,
  tokens,
  USERINFO,
} from './vouch-provider.fixture.ts';

const { nonce } = ATTEMPT;
const GOOD = { sub: '1', nonce };
const ADA = { sub: '1', username: 'ada' };
const HERE = published(
  { token_endpoint: TOKEN },
  'https://id.example.com/.well-known/openid-configuration',
);

type Make = (issuer: TestIssuer) => Promise<string> | string;

/** A sign-in whose ID token is this. */
function signIn(make: Make, others: Partial<StubOptions> = {}, told: object = ADA) {
  return createStub('oidc', {
    documents: HERE,
    ...others,
    answers: (issuer) => ({
      [TOKEN]: async (request) => tokens({ id_token: await make(issuer) })(request),
      [USERINFO]: json(told),
    }),
  });
}

const refusal = async (...asked: Parameters<typeof signIn>) => {
  const stub = await signIn(...asked);
  const fault = await stub.provider.identify(CODE, ATTEMPT).then(
    () => undefined,
    (error: unknown) => error as { readonly code: string; readonly kind: string },
  );
  return { ...stub, fault };
};

const part = (value: object) => encodeBase64Url(encodeUtf8(JSON.stringify(value)));
/** OpenID Connect Core 1.0 section 2: a provider may be registered for no signature. */
const unsigned = (claims: object, alg: string = 'none') => `${part({ alg })}.${part(claims)}.`;
const CLAIMS = { iss: 'https://id.example.com', aud: 'vouch', exp: 4e9, ...GOOD };

const BAD: readonly [string, Make, string][] = [
  ['of another client', (issuer) => issuer.issue({ ...GOOD, aud: 'other' }), 'audience_mismatch'],
  [
    'given to another client',
    (issuer) => issuer.issue({ ...GOOD, aud: ['vouch', 'other'], azp: 'other' }),
    'audience_mismatch',
  ],
  ['of another sign-in', (issuer) => issuer.issue({ ...GOOD, nonce: 'other' }), 'claim_invalid'],
  ['of no sign-in', (issuer) => issuer.issue({ sub: '1' }), 'claim_invalid'],
  ['that has expired', (issuer) => issuer.issue({ ...GOOD, exp: 1_700_000_000 }), 'token_expired'],
  ['that never ends', (issuer) => issuer.issue({ ...GOOD, exp: undefined }), 'claim_missing'],
  ['of tomorrow', (issuer) => issuer.issue({ ...GOOD, iat: 4e9 }), 'token_not_yet_valid'],
  ['of nobody', (issuer) => issuer.issue({ ...GOOD, sub: undefined }), 'claim_missing'],
  ['that is not signed', () => unsigned(CLAIMS), 'algorithm_not_allowed'],
  ['that is not signed, in capitals', () => unsigned(CLAIMS, 'NONE'), 'algorithm_not_allowed'],
];

describe('an ID token whose issuer is known', () => {
  it.each(BAD)('%s lets nobody in', async (_, make, code) => {
    const { fault, requests } = await refusal(make);
    expect(fault).toMatchObject({ code, kind: 'token' });
    expect(requests.map(({ url }) => url)).toEqual([TOKEN]);
  });

  it('lets nobody in with any of the tokens that no verifier may accept', async () => {
    const { issuer } = await signIn(() => '');
    const hostile = await forgeHostileTokens(issuer, { audience: 'vouch' });
    expect(hostile.length).toBeGreaterThan(20);
    for (const { name, token } of hostile) {
      // An empty one is none; that of an issuer that is named may not be missing.
      const { fault } = await refusal(() => token, { given: { issuer: 'https://id.example.com' } });
      expect(fault, name).toHaveProperty('code');
    }
  });

  it.each<[string, Make, string]>([
    [
      'signed by another',
      async () => {
        const other = await createTestIssuer({ issuer: CLAIMS.iss, keyName: 'other' });
        return other.issue({ ...CLAIMS, iat: undefined });
      },
      'key_unknown',
    ],
    [
      'of another issuer',
      (issuer) => issuer.issue({ ...GOOD, iss: 'https://evil.test' }),
      'issuer_unknown',
    ],
    [
      'that is not of the access token beside it',
      (issuer) => issuer.issue({ ...GOOD, at_hash: 'AAAAAAAAAAAAAAAAAAAAAA' }),
      'token_mismatch',
    ],
  ])('%s lets nobody in', async (_, make, code) => {
    expect((await refusal(make)).fault).toMatchObject({ code, kind: 'token' });
  });

  it('signed by HMAC with the secret of the client lets nobody in', async () => {
    const input = `${part({ alg: 'HS256' })}.${part(CLAIMS)}`;
    const mac = createHmac('sha256', CLIENT_SECRET).update(input).digest('base64url');
    const { fault } = await refusal(() => `${input}.${mac}`);
    expect(fault?.code).toBe('algorithm_not_allowed');
  });

  it.each([{ sub: '2', username: 'ada' }, { username: 'ada' }, { sub: 1, username: 'ada' }])(
    'lets nobody in where UserInfo is %j',
    async (told) => {
      const { fault } = await refusal((issuer) => issuer.issue(GOOD), {}, told);
      expect(fault).toMatchObject({ code: 'upstream_invalid' });
    },
  );

  it('lets somebody in, and keys and document are read once', async () => {
    const { provider, documents, log } = await signIn((issuer) => issuer.issue(GOOD));
    for (const _ of [1, 2]) {
      expect(await provider.identify(CODE, ATTEMPT)).toMatchObject({ username: 'ada' });
    }
    expect(documents).toEqual([
      'https://id.example.com/oauth2/.well-known/openid-configuration',
      'https://id.example.com/.well-known/openid-configuration',
      'https://id.example.com/jwks.json',
    ]);
    expect(log.entries).toEqual([]);
  });

  it.each(['', undefined])(
    'may be missing (%j), but not that of an issuer that is named',
    async (idToken) => {
      const { provider } = await signIn(() => idToken as string);
      expect(await provider.identify(CODE, ATTEMPT)).toMatchObject({ idToken: undefined });
      const given = { issuer: 'https://id.example.com' };
      const { fault } = await refusal(() => idToken as string, { given });
      expect(fault?.code).toBe('sign_in_refused');
    },
  );

  it('needs no nonce where none was sent', async () => {
    const { provider } = await signIn((issuer) => issuer.issue({ sub: '1' }), {
      given: { scopes: ['profile'] },
    });
    expect(await provider.identify(CODE, ATTEMPT)).toMatchObject({ username: 'ada' });
  });
});

describe('an ID token whose issuer is not known', () => {
  const nowhere = { documents: () => async () => ({ status: 404, body: new Uint8Array() }) };

  it.each(BAD)('%s lets nobody in', async (_, make, code) => {
    const { fault } = await refusal(make, nowhere);
    expect(fault).toMatchObject({ code, kind: 'token' });
  });

  it.each([
    ['without a signature', `${part({ alg: 'RS256' })}.${part(CLAIMS)}.`],
    ['without an algorithm', `${part({})}.${part(CLAIMS)}.c2ln`],
  ])('%s lets nobody in', async (_, token) => {
    expect((await refusal(() => token, nowhere)).fault?.code).toBe('algorithm_not_allowed');
  });

  it('lets nobody in where UserInfo is of another', async () => {
    const { fault } = await refusal((issuer) => issuer.issue(GOOD), nowhere, { ...ADA, sub: '2' });
    expect(fault?.code).toBe('upstream_invalid');
  });

  it('lets somebody in, and one warning says how to mend it', async () => {
    const { provider, log } = await signIn((issuer) => issuer.issue(GOOD), nowhere);
    for (const _ of [1, 2, 3]) await provider.identify(CODE, ATTEMPT);
    expect(log.entries).toEqual([
      {
        level: 'warn',
        event: 'the signatures of ID tokens are not verified',
        fields: { provider: 'oidc', detail: expect.stringContaining('give oauth.issuer') },
      },
    ]);
  });

  it.each(['azure', 'adfs'] as const)(
    'lets nobody in at %s, where it says who it is',
    async (name) => {
      const { provider } = await createStub(name, {
        ...nowhere,
        answers: (issuer) => ({
          [TOKEN]: async (request) =>
            tokens({ id_token: await issuer.issue({ ...GOOD, upn: 'ada' }) })(request),
        }),
      });
      await expect(provider.identify(CODE, ATTEMPT)).rejects.toMatchObject({ kind: 'upstream' });
    },
  );

  it.each(['azure', 'adfs'] as const)('and is not there lets nobody in at %s', async (name) => {
    const { provider } = await createStub(name, { ...nowhere, answers: { [TOKEN]: tokens() } });
    await expect(provider.identify(CODE, ATTEMPT)).rejects.toMatchObject({
      code: 'sign_in_refused',
    });
  });
});
