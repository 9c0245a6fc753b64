import { createDefaultEngine, DrawbridgeError } from '@drawbridge/core';
import { createTestClock, createTestIssuer, testKey } from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import type { AccessToken } from '../caller/access-token.ts';
import { createJudge } from './create-judge.ts';
import type { TokenIntrospection } from './judge.ts';
import { CACHE, resolved } from './resolved.fixture.ts';

const clock = createTestClock();
const issuer = await createTestIssuer({ algorithms: ['ES256'], clock });
const engine = createDefaultEngine();

/** An introspection that keeps what it is asked about. */
function introspect(
  name: string,
  opaque = false,
): TokenIntrospection & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    issuer: name,
    openIdConnectUrl: `${name}/.well-known/openid-configuration`,
    opaque,
    asked,
    judge(token) {
      asked.push(token);
      return { issuer: name } as AccessToken;
    },
    ready: async () => {},
  };
}

const opaque = introspect('https://opaque.test', true);
const other = introspect('https://other.test');
const judge = createJudge({
  issuers: [resolved(issuer)],
  introspections: [opaque, other],
  engine,
  cache: CACHE,
  clock,
});

describe('createJudge', () => {
  it('sends a token to the issuer that it names, and to no other', async () => {
    expect((await judge.judge(await issuer.issue())).kind).toBe('jwt');
    const theirs = await issuer.issue({ iss: other.issuer });
    expect((await judge.judge(theirs)).issuer).toBe(other.issuer);
    expect(other.asked).toEqual([theirs]);
    expect(opaque.asked).toEqual([]);
  });

  it.each([
    'https://evil.test',
    'https://other.test/',
    'https://other.test.evil.test',
    ['x'],
    undefined,
  ])('asks nobody about a JWT of %j', async (iss) => {
    const before = [opaque.asked.length, other.asked.length];
    const token = await issuer.issue({ iss });
    expect(() => judge.judge(token)).toThrow(expect.objectContaining({ code: 'issuer_unknown' }));
    expect([opaque.asked.length, other.asked.length]).toEqual(before);
  });

  it('shows nobody else a JWT that is padded, where one of an issuer may be', async () => {
    const before = opaque.asked.length;
    const padding = createJudge({
      issuers: [resolved(issuer, { paddedBase64: true })],
      introspections: [opaque],
      engine,
      cache: CACHE,
      clock,
    });
    const { privateKey } = await testKey('ES256');
    /** As a load balancer signs: over the padded text. Spaces make that of the first two parts. */
    const sign = async (spaces: number) => {
      const texts = [{ alg: 'ES256', kid: issuer.key().kid }, issuer.claims()]
        .map((part) => JSON.stringify(part))
        .map((json) => btoa(json.padEnd(Math.ceil(json.length / 3) * 3 + spaces)));
      const algorithm = { name: 'ECDSA', hash: 'SHA-256' };
      const input = Buffer.from(texts.join('.'));
      const signature = Buffer.from(await crypto.subtle.sign(algorithm, privateKey, input));
      return `${texts.join('.')}.${signature.toString('base64url')}==`;
    };
    for (const spaces of [0, 1, 2]) {
      const good = await sign(spaces);
      expect((await padding.judge(good)).kind).toBe('jwt');
      const bad = good.replace(/.{8}$/, 'AAAAAA==');
      await expect((async () => padding.judge(bad))()).rejects.toThrow(DrawbridgeError);
    }
    expect(opaque.asked.length).toBe(before);
  });

  it('sends what is no JWT to the one who takes opaque tokens', async () => {
    for (const token of ['abc', 'a.b', 'a.b.c', 'a.b.c.d.e']) {
      expect((await judge.judge(token)).issuer).toBe(opaque.issuer);
      expect(opaque.asked).toContain(token);
    }
    expect(() => judge.judge('a'.repeat(20_001))).toThrow(
      expect.objectContaining({ code: 'token_too_large' }),
    );
  });

  it.each(['"a"', 'a;b', '\u00e9', '\u0141', '\ud800', 'a\0', 'a\n', 'a\u007f', ''])(
    'refuses the form of %j, whoever there is to take it, and asks nobody',
    async (text) => {
      const before = [opaque.asked.length, other.asked.length];
      const jwtOnly = createJudge({
        issuers: [resolved(issuer)],
        introspections: [],
        engine,
        cache: CACHE,
        clock,
      });
      const opaqueOnly = createJudge({
        issuers: [],
        introspections: [opaque],
        engine,
        clock,
        cache: CACHE,
      });
      for (const one of [judge, jwtOnly, opaqueOnly]) {
        await expect((async () => one.judge(text))()).rejects.toMatchObject({
          code: 'token_malformed',
        });
      }
      expect([opaque.asked.length, other.asked.length]).toEqual(before);
    },
  );

  it('refuses a good token with a foreign character, also once it is remembered', async () => {
    const token = await issuer.issue();
    await judge.judge(token);
    await expect((async () => judge.judge(`${token}\u00e9`))()).rejects.toMatchObject({
      code: 'token_malformed',
    });
  });

  it('refuses what is no JWT where nobody takes it', () => {
    const without = createJudge({
      issuers: [],
      introspections: [other],
      engine,
      clock,
      cache: CACHE,
    });
    for (const token of ['abc', 'a.b.c']) {
      expect(() => without.judge(token)).toThrow(
        expect.objectContaining({ code: 'token_malformed' }),
      );
    }
  });

  it('verifies the JWTs of an issuer whose other tokens are opaque', async () => {
    const same = introspect(issuer.issuer, true);
    const both = createJudge({
      issuers: [resolved(issuer)],
      introspections: [same],
      engine,
      cache: CACHE,
      clock,
    });
    expect((await both.judge(await issuer.issue())).kind).toBe('jwt');
    await both.judge('abc');
    expect(same.asked).toEqual(['abc']);
  });

  it('refuses lists by which it cannot be told whose a token is', () => {
    const make = (introspections: TokenIntrospection[], issuers = [resolved(issuer)]) =>
      createJudge({ issuers, introspections, engine, clock, cache: CACHE });
    expect(() => make([opaque, introspect('https://third.test', true)])).toThrow(
      /both have opaque/,
    );
    expect(() => make([introspect(issuer.issuer)])).toThrow(/listed twice/);
    expect(() => make([introspect(`${issuer.issuer}/`, false)])).toThrow(/are one issuer/);
    expect(() => make([introspect('https://a.test'), introspect('https://a.test')])).toThrow(
      /twice/,
    );
    expect(() => make([], [])).toThrow(/must not be empty/);
  });

  it('is ready when all are', async () => {
    await expect(judge.ready()).resolves.toBeUndefined();
  });
});
