import * as fc from 'fast-check';
import { ALGORITHM_NAMES } from '../engine/algorithms.ts';
import {
  createTestClock,
  createTestIssuer,
  createTestVerifier,
  forgeHostileTokens,
  type TestIssuerOptions,
  trust,
} from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import { createDefaultEngine } from '../engine/default-engine.ts';
import { fingerprint } from '../token/fingerprint.ts';
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

  it('connects to nobody for an issuer that is not on the list', async () => {
    const { issuer, verifier } = await setUp();
    for (const iss of ['https://attacker.test', `${issuer.issuer}/`, 'http://169.254.169.254/']) {
      await expect(verifier.verify(await issuer.issue({ iss }))).rejects.toMatchObject({
        code: 'issuer_unknown',
        hint: expect.any(String),
      });
    }
    expect(issuer.requests).toEqual({ discovery: 0, jwks: 0, elsewhere: 0 });
  });

  it('connects to nobody for a token whose form or header is wrong', async () => {
    const { issuer, verifier } = await setUp();
    for (const header of [{ typ: 'at+jwt' }, { kid: 1 }]) {
      await expect(verifier.verify(await issuer.issue({}, { header }))).rejects.toThrow();
    }
    await expect(verifier.verify('a.b.c')).rejects.toThrow();
    expect(issuer.requests).toEqual({ discovery: 0, jwks: 0, elsewhere: 0 });
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

  it('tells an issuer that is down from a token that is bad', async () => {
    const { issuer, verifier } = await setUp();
    issuer.goDown();
    await expect(verifier.verify(await issuer.issue())).rejects.toMatchObject({
      code: 'upstream_unreachable',
      kind: 'upstream',
      status: 502,
    });
  });

  it('puts neither the token nor a claim’s value into any error', async () => {
    const { issuer, verifier } = await setUp();
    const hostile = await forgeHostileTokens(issuer);
    for (const { name, token } of hostile.filter((forged) => forged.token.length > 20)) {
      const error: Error & { hint?: string } = await verifier.verify(token).then(
        () => new Error('accepted'),
        (thrown) => thrown,
      );
      const text = `${error.message} ${error.hint} ${String(error.cause)}`;
      for (const part of token.split('.').filter((piece) => piece.length > 8)) {
        expect(text, name).not.toContain(part.slice(0, 20));
      }
      expect(text, name).not.toMatch(/attacker\.test|mallory|alice/);
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
  });
});
