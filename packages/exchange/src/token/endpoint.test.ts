import { createHash } from 'node:crypto';
import {
  createCallerAddress,
  createDefaultEngine,
  decodeToken,
  type KeyRing,
} from '@drawbridge/core';
import { compileRules, type RuleGrant } from '@drawbridge/rules';
import {
  createLogRecorder,
  createTestClock,
  createTestIssuer,
  createTestKeyRing,
  createTestVerifier,
  replyJson,
  replyText,
  testCall,
} from '@drawbridge/testing';
import { compactVerify, importJWK } from 'jose';
import { describe, expect, it } from 'vitest';
import { createAuthenticate } from '../client/authenticate.ts';
import { tokenEndpoint } from './endpoint.ts';
import { MANNERS } from './manners.ts';
import { createRateLimiter } from './limits/rate-limits.ts';
import { createUseOnce } from './once/use-once.ts';

async function setUp(grant: Partial<RuleGrant> = {}, claims: Record<string, string> = {}) {
  const clock = createTestClock();
  const issuer = await createTestIssuer({ clock });
  const keyRing = await createTestKeyRing({ clock, algorithms: ['RS256', 'ES256'] });
  const log = createLogRecorder();
  const endpoint = tokenEndpoint({
    issuer: 'https://public.test',
    verifier: createTestVerifier(issuer),
    rules: await compileRules([
      {
        name: 'ci',
        match: { issuer: issuer.issuer, claims },
        grant: { audience: 'aws', ...grant },
      },
    ]),
    keyRing,
    clock,
    engine: createDefaultEngine(),
    log,
    ...MANNERS,
    addressOf: createCallerAddress(),
    limiter: createRateLimiter({
      limits: {},
      store: undefined,
      clock,
      engine: createDefaultEngine(),
    }),
    authenticate: createAuthenticate([], createDefaultEngine()),
    useOnce: createUseOnce({ store: undefined, engine: createDefaultEngine() }),
  });
  const post = async (token: string, accept: string = 'application/jwt', alg?: string) =>
    endpoint(
      testCall({
        method: 'POST',
        headers: [
          ['content-type', 'application/json'],
          ['accept', accept],
        ],
        body: JSON.stringify({ token, alg }),
      }),
    );
  return { clock, issuer, keyRing, log, post };
}

const fingerprint = (token: string) =>
  createHash('sha256').update(token).digest('hex').slice(0, 12);

/** The claims of a minted token, after jose has verified its signature. */
async function claimsOf(token: string, keyRing: KeyRing): Promise<Record<string, unknown>> {
  const { kid } = decodeToken(token).header;
  const jwk = keyRing.publicKeys().find((key) => key.kid === kid);
  const { payload } = await compactVerify(token, await importJWK(jwk as { kty: string }));
  return JSON.parse(new TextDecoder().decode(payload)) as Record<string, unknown>;
}

describe('tokenEndpoint refuses', () => {
  it('a token that no rule allows, and tells only the log why', async () => {
    const { issuer, post } = await setUp({}, { ref: 'main' });
    const token = await issuer.issue({ ref: 'other' });
    await expect(post(token)).rejects.toMatchObject({
      code: 'rule_denied',
      status: 400,
      message:
        `no rule matches this token of ${issuer.issuer}; the narrowest rule that would: ` +
        `{"match":{"issuer":"${issuer.issuer}","claims":{"sub":"alice","ref":"other"}},` +
        '"grant":{"audience":"AUDIENCE"}}',
      token: fingerprint(token),
    });
  });

  it('a token that is within the leeway and past its end: nothing can come of it', async () => {
    const { clock, issuer, post, log } = await setUp();
    const token = await issuer.issue({ exp: clock.seconds() + 10 });
    clock.advance(9);
    await expect(post(token)).resolves.toMatchObject({ status: 200 });
    for (const seconds of [1, 1, 20]) {
      clock.advance(seconds);
      await expect(post(token)).rejects.toMatchObject({ code: 'token_expired' });
    }
    expect(log.entries).toHaveLength(1);
  });

  it('an algorithm that the ring has no key for', async () => {
    const { issuer, post } = await setUp();
    await expect(post(await issuer.issue(), '', 'EdDSA')).rejects.toMatchObject({
      code: 'algorithm_unavailable',
      status: 400,
    });
  });

  it('to let a claim of the token override what minting sets', async () => {
    const { clock, issuer, keyRing, post } = await setUp();
    const token = await issuer.issue({ nbf: clock.seconds() - 99, jti: 'theirs', azp: 'x' });
    const claims = await claimsOf(replyText(await post(token)), keyRing);
    expect(claims).toMatchObject({ nbf: clock.seconds(), iat: clock.seconds() });
    expect(claims['jti']).not.toBe('theirs');
  });
});

describe('tokenEndpoint mints', () => {
  it('exactly these claims, with sub alone copied by default', async () => {
    const { clock, issuer, keyRing, post } = await setUp();
    const token = await issuer.issue({
      aud: ['drawbridge', 'upstream-only'],
      groups: ['admin'],
      email: 'alice@issuer.test',
      exp: clock.seconds() + 3600,
    });
    const minted = replyText(await post(token));
    expect(await claimsOf(minted, keyRing)).toEqual({
      iss: 'https://public.test',
      sub: 'alice',
      aud: 'aws',
      iat: clock.seconds(),
      nbf: clock.seconds(),
      exp: clock.seconds() + 600,
      jti: expect.stringMatching(/^[\da-f-]{36}$/),
    });
    expect(decodeToken(minted).header).toEqual({
      alg: 'RS256',
      typ: 'JWT',
      kid: keyRing.signingKey('RS256').kid,
    });
  });

  it.each([
    ['the end of the upstream token, when that is sooner', 100, 100],
    ['the limit of the rule, when that is sooner', 3600, 900],
    ['both, when they are one', 900, 900],
    ['one second, at the least', 1, 1],
  ])('with the lifetime of %s', async (_, upstream, expected) => {
    const { clock, issuer, keyRing, post } = await setUp({ lifetime: 900 });
    const token = await issuer.issue({ exp: clock.seconds() + upstream });
    const reply = await post(token, 'application/json');
    const { access_token, expires_in } = replyJson(reply) as Record<string, unknown>;
    expect(expires_in).toBe(expected);
    const claims = await claimsOf(access_token as string, keyRing);
    expect(claims['exp']).toBe(clock.seconds() + expected);
  });

  it('the claims that the rule copies, as they are', async () => {
    const { issuer, keyRing, post } = await setUp({ copy: ['groups', 'ns', 'missing'] });
    const ns = { 'https://aws.amazon.com/tags': { principal_tags: { a: ['b'] } } };
    const minted = replyText(await post(await issuer.issue({ groups: ['a'], ns })));
    const claims = await claimsOf(minted, keyRing);
    expect(claims).toMatchObject({ groups: ['a'], ns });
    expect(Object.keys(claims).sort()).toEqual(
      ['aud', 'exp', 'groups', 'iat', 'iss', 'jti', 'nbf', 'ns'].sort(),
    );
  });

  it.each(['RS256', 'ES256'] as const)('with the algorithm asked for: %s', async (alg) => {
    const { issuer, keyRing, post } = await setUp();
    const minted = replyText(await post(await issuer.issue(), '', alg));
    expect(decodeToken(minted).header['alg']).toBe(alg);
    expect(await claimsOf(minted, keyRing)).toMatchObject({ sub: 'alice' });
  });

  it('another jti each time', async () => {
    const { issuer, keyRing, post } = await setUp();
    const token = await issuer.issue();
    const ids = await Promise.all(
      Array.from(
        { length: 5 },
        async () => (await claimsOf(replyText(await post(token)), keyRing))['jti'],
      ),
    );
    expect(new Set(ids).size).toBe(5);
  });
});

describe('tokenEndpoint logs', () => {
  it('who got what, by the fingerprint and never the token', async () => {
    const { issuer, log, post } = await setUp();
    const token = await issuer.issue({ jti: 'in-1' });
    const minted = replyText(await post(token));
    expect(log.entries).toEqual([
      {
        level: 'info',
        event: 'token exchanged',
        fields: {
          rule: 'ci',
          issuer: issuer.issuer,
          subject: 'alice',
          audience: 'aws',
          caller: undefined,
          token: fingerprint(token),
          jti_in: 'in-1',
          jti_out: decodeToken(minted).claims['jti'],
          expires_in: 300,
          client: '192.0.2.1',
        },
      },
    ]);
    for (const part of [...token.split('.'), ...minted.split('.')]) {
      expect(log.text()).not.toContain(part);
    }
  });

  it('no claim of a surprising type', async () => {
    const { issuer, log, post } = await setUp();
    await post(await issuer.issue({ jti: { planted: 'PLANTED' } }));
    expect(log.text()).not.toContain('PLANTED');
  });
});
