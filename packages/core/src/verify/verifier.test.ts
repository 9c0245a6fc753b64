import { inspect } from 'node:util';
import { runInNewContext } from 'node:vm';
import * as fc from 'fast-check';
import { ALGORITHM_NAMES } from '../engine/algorithms.ts';
import {
  createTestClock,
  createTestIssuer,
  createTestVerifier,
  forgeHostileTokens,
  type TestIssuerOptions,
  testKey,
  trust,
} from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import { createDefaultEngine } from '../engine/default-engine.ts';
import type { EngineKey } from '../engine/engine.ts';
import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import { createKeySet } from '../jwks/key-set.ts';
import { fingerprint } from '../token/fingerprint.ts';
import { ANY_AUDIENCE } from './any-audience.ts';
import type { UpstreamIssuer } from './upstream-issuer.ts';
import { VerifiedToken } from './verified-token.ts';
import { createVerifier } from './verifier.ts';

const engine = createDefaultEngine();

async function setUp(options: TestIssuerOptions = {}) {
  const clock = createTestClock();
  const issuer = await createTestIssuer({ clock, ...options });
  return { clock, issuer, verifier: createTestVerifier(issuer) };
}

describe('createVerifier', () => {
  it.each(ALGORITHM_NAMES)('accepts a good %s token', async (alg) => {
    const { issuer, verifier } = await setUp({ algorithms: ALGORITHM_NAMES });
    const text = await issuer.issue({ groups: ['a', 'b'] }, { alg });
    const token = await verifier.verify(text);
    expect(token).toBeInstanceOf(VerifiedToken);
    expect(token).toMatchObject({ issuer: issuer.issuer, alg });
    expect(token.claim('groups')).toEqual(['a', 'b']);
    expect(token.claim('constructor')).toBeUndefined();
    expect(token.expiresAt).toBe(token.claims['exp']);
    expect(token.header).toEqual({ alg, typ: 'JWT', kid: issuer.key(alg).kid });
    expect(inspect(token, { depth: null, showHidden: true })).not.toContain(text.slice(-40));
    expect(token.fingerprint).toBe(await fingerprint(engine, text));
  });

  it.each(ALGORITHM_NAMES)('refuses every hostile %s token, for the right reason', async (alg) => {
    const { issuer, verifier } = await setUp({ algorithms: [alg] });
    await verifier.verify(await issuer.issue());
    const wrong: string[] = [];
    for (const { name, token, code } of await forgeHostileTokens(issuer)) {
      const result = await verifier.verify(token).then(
        () => 'accepted',
        (error: { code?: string }) => error.code ?? String(error),
      );
      if (result !== code) wrong.push(`${name}: ${result}, not ${code}`);
    }
    expect(wrong).toEqual([]);
    expect(issuer.requests.elsewhere).toBe(0);
  });

  it.each([
    ['a promise', (value: unknown) => Promise.resolve(value)],
    [
      'a promise of another realm',
      runInNewContext('(value) => Promise.resolve(value)') as (value: unknown) => Promise<unknown>,
    ],
  ])('takes %s for what it comes to, never for a yes', async (_, promise) => {
    const issuer = await createTestIssuer({ algorithms: ['ES256'] });
    const token = await issuer.issue();
    const judge = (verdict: boolean, found: readonly EngineKey[]) => {
      const verify = () => promise(verdict) as Promise<boolean>;
      const keys = { find: () => promise(found) as Promise<typeof found> };
      const trusted = { issuer: issuer.issuer, audiences: [issuer.audience], keys };
      return createVerifier({ issuers: [trusted], engine: { ...engine, verify } }).verify(token);
    };
    const key = await engine.importKey('ES256', { jwk: issuer.key().publicJwk });
    await expect(judge(true, [key])).resolves.toBeInstanceOf(VerifiedToken);
    await expect(judge(false, [key])).rejects.toMatchObject({ code: 'signature_invalid' });
    await expect(judge(true, [])).rejects.toMatchObject({ code: 'key_unknown' });
    await expect(judge(false, [key, key])).rejects.toMatchObject({ code: 'signature_invalid' });
  });

  it('never accepts a good token in which one character is another', async () => {
    const { issuer, verifier } = await setUp({ algorithms: ['ES256', 'EdDSA'] });
    const tokens = await Promise.all(issuer.algorithms.map((alg) => issuer.issue({}, { alg })));
    const characters = fc.oneof(
      fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ '),
      fc.string({ minLength: 1, maxLength: 1 }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...tokens),
        fc.nat(),
        characters,
        async (token, at, other) => {
          const index = at % token.length;
          fc.pre(token[index] !== other);
          const mutated = token.slice(0, index) + other + token.slice(index + 1);
          await expect(verifier.verify(mutated)).rejects.toMatchObject({ kind: 'token' });
        },
      ),
      { numRuns: 1500 },
    );
  });

  it('never accepts a good token from which something is cut or to which something is added', async () => {
    const { issuer, verifier } = await setUp({ algorithms: ['ES256'] });
    const token = await issuer.issue();
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.nat(4), fc.string({ maxLength: 4 }), async (at, cut, added) => {
        const index = at % token.length;
        const mutated = token.slice(0, index) + added + token.slice(index + cut);
        fc.pre(mutated !== token);
        await expect(verifier.verify(mutated)).rejects.toMatchObject({ kind: 'token' });
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['EdDSA', 'EdDSA'],
    ['EdDSA', 'Ed25519'],
    ['Ed25519', 'EdDSA'],
    ['Ed25519', 'Ed25519'],
    ['Ed25519', undefined],
  ])('RFC 9864: takes a token with alg %s by a key with alg %s', async (alg, keyAlg) => {
    const { issuer } = await setUp({ algorithms: ['EdDSA'] });
    const { alg: _, ...nameless } = issuer.key('EdDSA').publicJwk;
    const published = keyAlg === undefined ? nameless : { ...nameless, alg: keyAlg };
    const keys = createKeySet([published], 'here', engine);
    const verifier = createTestVerifier(issuer, { keys });
    const text = await issuer.issue({}, { header: { alg } });
    const token = await verifier.verify(text);
    expect(token.alg).toBe('EdDSA');
    expect(token.header['alg']).toBe(alg);
  });

  it('connects to nobody for an issuer that is not on the list', async () => {
    const { issuer, verifier } = await setUp();
    for (const iss of ['https://attacker.test', `${issuer.issuer}/`, 'http://169.254.169.254/']) {
      await expect(verifier.verify(await issuer.issue({ iss }))).rejects.toMatchObject({
        code: 'issuer_unknown',
        hint: expect.any(String),
      });
    }
    expect(issuer.requests).toMatchObject({ discovery: 0, jwks: 0, elsewhere: 0 });
  });

  it('connects to nobody for a token whose form or header is wrong', async () => {
    const { issuer, verifier } = await setUp();
    for (const header of [{ typ: 'at+jwt' }, { kid: 1 }]) {
      await expect(verifier.verify(await issuer.issue({}, { header }))).rejects.toThrow();
    }
    await expect(verifier.verify('a.b.c')).rejects.toThrow();
    expect(issuer.requests).toMatchObject({ discovery: 0, jwks: 0, elsewhere: 0 });
  });

  it('keeps issuers apart: the key of one signs nothing for the other', async () => {
    const clock = createTestClock();
    const one = await createTestIssuer({ clock, issuer: 'https://one.test', keyName: 'one' });
    const two = await createTestIssuer({ clock, issuer: 'https://two.test', keyName: 'two' });
    const verifier = createVerifier({ issuers: [trust(one), trust(two)], engine, clock });
    expect((await verifier.verify(await one.issue())).issuer).toBe(one.issuer);
    expect((await verifier.verify(await two.issue())).issuer).toBe(two.issuer);
    await expect(verifier.verify(await one.issue({ iss: two.issuer }))).rejects.toMatchObject({
      code: 'key_unknown',
    });
    const header = { kid: two.key().kid };
    const forged = await one.issue({ iss: two.issuer }, { header });
    await expect(verifier.verify(forged)).rejects.toMatchObject({ code: 'signature_invalid' });
  });

  it('holds each issuer to its own audiences and algorithms', async () => {
    const clock = createTestClock();
    const one = await createTestIssuer({ clock, issuer: 'https://one.test', audience: 'a' });
    const two = await createTestIssuer({
      clock,
      issuer: 'https://two.test',
      audience: 'b',
      algorithms: ['RS256', 'ES256'],
    });
    const issuers = [trust(one), trust(two, { algorithms: ['ES256'] })];
    const verifier = createVerifier({ issuers, engine, clock });
    await expect(verifier.verify(await one.issue({ aud: 'b' }))).rejects.toMatchObject({
      code: 'audience_mismatch',
    });
    await expect(verifier.verify(await two.issue())).rejects.toMatchObject({
      code: 'algorithm_not_allowed',
    });
    await verifier.verify(await two.issue({}, { alg: 'ES256' }));
  });

  it('allows a leeway of 30 seconds unless told otherwise', async () => {
    const { clock, issuer, verifier } = await setUp();
    const exact = createTestVerifier(issuer, { leeway: 0 });
    const token = await issuer.issue();
    clock.advance(299);
    await exact.verify(token);
    clock.advance(1);
    await expect(exact.verify(token)).rejects.toMatchObject({ code: 'token_expired' });
    clock.advance(29);
    await verifier.verify(token);
    clock.advance(1);
    await expect(verifier.verify(token)).rejects.toMatchObject({ code: 'token_expired' });
  });

  it('goes by the wall clock, which may be set back', async () => {
    const { clock, issuer, verifier } = await setUp();
    const token = await issuer.issue();
    clock.step(-31);
    await expect(verifier.verify(token)).rejects.toMatchObject({ code: 'token_not_yet_valid' });
    clock.step(31);
    await verifier.verify(token);
  });

  it('follows a rotation', async () => {
    const { clock, issuer, verifier } = await setUp({ algorithms: ['ES256'], keyName: 'rotating' });
    const before = await issuer.issue();
    await verifier.verify(before);
    clock.advance(30);
    await issuer.rotate();
    await verifier.verify(await issuer.issue());
    await verifier.verify(before);
  });

  it('tries every key that shares the kid, or that suits when there is none', async () => {
    const { issuer, verifier } = await setUp({ algorithms: ['ES256'] });
    const [one, two, foreign] = await Promise.all([
      testKey('ES256', 'one'),
      testKey('ES256', 'two'),
      testKey('ES256', 'foreign'),
    ]);
    const broken = { ...one.publicJwk, y: one.publicJwk.x };
    const published = [broken, one.publicJwk, two.publicJwk];
    issuer.answer('jwks', { body: { keys: published.map((jwk) => ({ ...jwk, kid: 'same' })) } });
    for (const kid of ['same', undefined]) {
      for (const key of [one, two]) {
        expect(
          await verifier.verify(await issuer.issue({}, { key, header: { kid } })),
        ).toBeDefined();
      }
      const forged = await issuer.issue({}, { key: foreign, header: { kid } });
      await expect(verifier.verify(forged)).rejects.toMatchObject({ code: 'signature_invalid' });
    }
  });

  it('tries four keys at most, and says that there are more', async () => {
    const { issuer, verifier } = await setUp({ algorithms: ['ES256'] });
    const { publicJwk } = issuer.key();
    issuer.answer('jwks', { body: { keys: Array.from({ length: 5 }, () => publicJwk) } });
    await expect(verifier.verify(await issuer.issue())).rejects.toMatchObject({
      code: 'key_unknown',
      message: expect.stringContaining('5 ES256 keys'),
    });
  });

  it('takes no oct key of a JWKS for anything', async () => {
    const { issuer, verifier } = await setUp({ algorithms: ['ES256'] });
    const oct = { kty: 'oct', kid: 'shared', alg: 'HS256', k: 'c2VjcmV0' };
    issuer.answer('jwks', { body: { keys: [oct, ...issuer.jwks().keys] } });
    await verifier.verify(await issuer.issue());
    for (const [alg, code] of [
      ['HS256', 'algorithm_not_allowed'],
      ['ES256', 'key_unknown'],
    ]) {
      const token = await issuer.issue({}, { header: { kid: 'shared' } });
      const [header, ...rest] = token.split('.') as [string, string, string];
      const changed = { ...JSON.parse(Buffer.from(header, 'base64url').toString()), alg };
      const forged = [Buffer.from(JSON.stringify(changed)).toString('base64url'), ...rest].join(
        '.',
      );
      await expect(verifier.verify(forged)).rejects.toMatchObject({ code });
    }
  });

  it('accepts any audience only for an issuer that is told so by a symbol', async () => {
    const { issuer, clock } = await setUp();
    const lax = createTestVerifier(issuer, { audiences: ANY_AUDIENCE });
    expect((await lax.verify(await issuer.issue({ aud: 'anybody' }))).claim('aud')).toBe('anybody');
    await expect(lax.verify(await issuer.issue({ aud: undefined }))).rejects.toMatchObject({
      code: 'claim_missing',
    });
    for (const audiences of [['*'], [String(ANY_AUDIENCE)], [ANY_AUDIENCE.description!]]) {
      const strict = createVerifier({ issuers: [trust(issuer, { audiences })], engine, clock });
      await expect(strict.verify(await issuer.issue())).rejects.toMatchObject({
        code: 'audience_mismatch',
      });
    }
  });

  it('accepts a token for no longer than its issuer is told', async () => {
    const { clock, issuer } = await setUp();
    const verifier = createTestVerifier(issuer, { maxTokenAge: 60 });
    const token = await issuer.issue({ exp: clock.seconds() + 86_400 });
    clock.advance(89);
    await verifier.verify(token);
    clock.advance(1);
    await expect(verifier.verify(token)).rejects.toMatchObject({
      code: 'token_too_old',
      status: 400,
      message: 'the token was issued more than 60 seconds ago',
    });
  });

  it('holds each issuer to its own length of token, before anything is fetched', async () => {
    const clock = createTestClock();
    const algorithms = ['ES256'] as const;
    const small = await createTestIssuer({ clock, issuer: 'https://small.test', algorithms });
    const large = await createTestIssuer({ clock, issuer: 'https://large.test', algorithms });
    const issuers = [
      trust(small, { maxTokenLength: 1000 }),
      trust(large, { maxTokenLength: 30_000 }),
    ];
    const verifier = createVerifier({ issuers, engine, clock });
    const padded = (length: number) => ({ padding: 'x'.repeat(length) });
    await verifier.verify(await large.issue(padded(20_000)));
    await expect(verifier.verify(await small.issue(padded(1000)))).rejects.toMatchObject({
      code: 'token_too_large',
      message: expect.stringMatching(/^the token has 1\d\d\d characters, the limit is 1000$/),
    });
    expect(small.requests.discovery).toBe(0);
    await expect(verifier.verify('x'.repeat(30_001))).rejects.toMatchObject({
      code: 'token_too_large',
      message: 'the token has 30001 characters, the limit is 30000',
    });
    await verifier.verify(await small.issue());
  });

  it('serves good tokens through a flood of made-up kids, while the fetch for those hangs', async () => {
    const { clock, issuer, verifier } = await setUp({ algorithms: ['ES256'] });
    const good = await issuer.issue();
    await verifier.verify(good);
    clock.advance(30);
    const release = issuer.hold();
    const flood = Array.from({ length: 100 }, async (_, index) =>
      verifier.verify(await issuer.issue({}, { header: { kid: `made-up-${index}` } })),
    );
    const outcomes = Promise.allSettled(flood);
    for (let index = 0; index < 10; index++) await verifier.verify(good);
    release();
    for (const outcome of await outcomes) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'key_unknown' } });
    }
    expect(issuer.requests).toMatchObject({ discovery: 2, jwks: 2 });
  });

  it('tells an issuer that is down from a token that is bad', async () => {
    const { issuer, verifier } = await setUp();
    issuer.goDown();
    await expect(verifier.verify(await issuer.issue())).rejects.toMatchObject({
      code: 'upstream_unreachable',
      kind: 'upstream',
      status: 502,
    });
  });

  it('hands on what a source of keys says of when to come again', async () => {
    const { issuer, clock } = await setUp();
    const fault = new DrawbridgeError('upstream_unreachable', { retryAfter: 77, repeated: true });
    const keys = { find: () => Promise.reject(fault) };
    const verifier = createVerifier({ issuers: [trust(issuer, { keys })], engine, clock });
    await expect(verifier.verify(await issuer.issue())).rejects.toMatchObject({
      retryAfter: 77,
      repeated: true,
      issuer: issuer.issuer,
    });
  });

  it('puts neither the token nor a claim’s value, but iss and aud, into any error', async () => {
    const { issuer, verifier } = await setUp();
    const hostile = await forgeHostileTokens(issuer);
    // Who mends a configuration must see how these two are spelled.
    const shown = ['issuer_unknown', 'audience_mismatch'];
    for (const { name, token, code } of hostile.filter((forged) => forged.token.length > 20)) {
      const error: Error & { hint?: string } = await verifier.verify(token).then(
        () => new Error('accepted'),
        (thrown) => thrown,
      );
      const text = `${error.message} ${error.hint} ${String(error.cause)}`;
      for (const part of token.split('.').filter((piece) => piece.length > 8)) {
        expect(text, name).not.toContain(part.slice(0, 20));
      }
      const values = shown.includes(code) ? /mallory|alice/ : /attacker\.test|mallory|alice/;
      expect(text, name).not.toMatch(values);
    }
  });

  it('refuses a list that makes no sense', async () => {
    const { issuer, clock } = await setUp();
    const make = (...issuers: ReturnType<typeof trust>[]) =>
      createVerifier({ issuers, engine, clock });
    expect(() => make()).toThrow(new TypeError('a verifier needs at least one issuer'));
    expect(() => make(trust(issuer), trust(issuer))).toThrow(/is listed twice/);
    expect(() => make(trust(issuer, { audiences: [] }))).toThrow(/at least one audience/);
    expect(() => make(trust(issuer, { algorithms: [] }))).toThrow(/at least one algorithm/);
    const wrong: Partial<UpstreamIssuer>[] = [
      { leeway: -1 },
      { maxTokenAge: 0.5 },
      { maxTokenLength: 0 },
      { algorithms: ['HS256' as 'RS256'] },
    ];
    for (const changes of wrong) expect(() => make(trust(issuer, changes))).toThrow(TypeError);
  });
});
