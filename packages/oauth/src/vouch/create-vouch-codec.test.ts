import { DrawbridgeError } from '@drawbridge/core';
import { createTestClock } from '@drawbridge/testing';
import * as fc from 'fast-check';
import { createHmac, generateKeyPairSync, type KeyPairKeyObjectResult } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { anyCharacter } from '../../../../tools/any-character.ts';
import { createVouchCodec } from './create-vouch-codec.ts';
import { GO_COOKIES } from './vectors/go-cookies.fixture.ts';
import { RUNTIMES, standOn } from './runtimes.fixture.ts';
import { VOUCH_ALGORITHMS, type VouchAlgorithm, type VouchKey } from './vouch-codec.ts';
import type { VouchSession } from './vouch-session.ts';
import { packVouchValue } from './vouch-value.ts';

const SECRET = 'a secret of forty-four characters, of tests.';
const HS256 = createVouchCodec({ keys: [{ secret: SECRET }], compress: false });
const SESSION: VouchSession = {
  username: 'alice@example.com',
  customClaims: { groups: ['staff', 'ops'] },
  accessToken: 'access',
  idToken: 'id',
  refreshToken: undefined,
  audience: 'example.com',
  expiresAt: 4_102_444_800,
  issuer: 'Vouch',
};

function inPem({ publicKey, privateKey }: KeyPairKeyObjectResult) {
  return {
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}
const rsa = (modulusLength: number) => inPem(generateKeyPairSync('rsa', { modulusLength }));
const onCurve = (namedCurve: string) => inPem(generateKeyPairSync('ec', { namedCurve }));
const RSA = rsa(2048);
const EC = { ES256: onCurve('P-256'), ES384: onCurve('P-384'), ES512: onCurve('P-521') };

function keyOf(algorithm: VouchAlgorithm): VouchKey {
  if (algorithm.startsWith('HS')) return { secret: SECRET };
  return algorithm.startsWith('RS') ? RSA : EC[algorithm as keyof typeof EC];
}

const part = (text: string) => Buffer.from(text).toString('base64url');
const CLAIMS = JSON.stringify({ username: 'mallory', exp: 4_102_444_800 });

/** A JWT with any header and claims, signed with HMAC as whoever has the secret could. */
function forge(header: string, claims = CLAIMS, secret = SECRET): string {
  const signingInput = `${part(header)}.${part(claims)}`;
  return `${signingInput}.${createHmac('sha256', secret).update(signingInput).digest('base64url')}`;
}

const GOOD = '{"alg":"HS256","typ":"JWT"}';

describe('a cookie that is refused', () => {
  it('for its signature before anything of it is read, where it is long', async () => {
    const claims = `{"a":[${'[],'.repeat(5_000)}[]`;
    const forged = forge(GOOD, claims, `${SECRET}x`);
    expect(forged.length).toBeGreaterThan(16_384);
    const none = `${part('{"alg":"none"}')}.${part(claims)}.`;
    for (const value of [forged, none, await packVouchValue(forged), 'a'.repeat(9_000) + '.']) {
      await expect(HS256.decode(value)).rejects.toMatchObject({ code: 'signature_invalid' });
    }
    // What is signed is read, and found to be no JSON.
    await expect(HS256.decode(forge(GOOD, claims))).rejects.toMatchObject({
      code: 'token_malformed',
    });
    await expect(HS256.decode(`${forged}!`)).rejects.toMatchObject({
      code: 'token_malformed',
      message: "the signature of Vouch Proxy's cookie is not base64url",
    });
  });

  it.each<readonly [string, string, string]>([
    ['signed with another secret', forge(GOOD, CLAIMS, `${SECRET}x`), 'signature_invalid'],
    ['without a signature', `${part(GOOD)}.${part(CLAIMS)}.`, 'signature_invalid'],
    [
      'of the algorithm none',
      `${part('{"alg":"none"}')}.${part(CLAIMS)}.`,
      'algorithm_not_allowed',
    ],
    ['of another HMAC', forge('{"alg":"HS512"}'), 'algorithm_not_allowed'],
    ['of an algorithm in other letters', forge('{"alg":"hs256"}'), 'algorithm_not_allowed'],
    ['without an algorithm', forge('{"typ":"JWT"}'), 'algorithm_not_allowed'],
    ['of two algorithms', forge('{"alg":"HS256","alg":"HS256"}'), 'token_malformed'],
    ['with a critical extension', forge('{"alg":"HS256","crit":["x"]}'), 'header_not_supported'],
    ['with an empty crit', forge('{"alg":"HS256","crit":[]}'), 'header_not_supported'],
    ['with b64', forge('{"alg":"HS256","b64":false}'), 'header_not_supported'],
    ['of two user names', forge(GOOD, '{"username":"a","username":"b"}'), 'token_malformed'],
    ['of claims that are a list', forge(GOOD, '[]'), 'token_malformed'],
    ['of five parts', `${forge(GOOD)}.a.b`, 'token_encrypted'],
    ['padded', `${forge(GOOD)}=`, 'token_malformed'],
    ['that has ended', forge(GOOD, '{"username":"a","exp":1}'), 'token_expired'],
    ['that ended at 0', forge(GOOD, '{"username":"a","exp":0}'), 'token_expired'],
    ['whose end is a text', forge(GOOD, '{"username":"a","exp":"4102444800"}'), 'claim_invalid'],
    ['that is not valid yet', forge(GOOD, '{"nbf":4102444800}'), 'token_not_yet_valid'],
    ['of a user name that is a number', forge(GOOD, '{"username":1}'), 'claim_invalid'],
    ['of CustomClaims in a list', forge(GOOD, '{"CustomClaims":[1]}'), 'claim_invalid'],
    ['of a token that is an object', forge(GOOD, '{"PIdToken":{}}'), 'claim_invalid'],
    ['of an audience that is a number', forge(GOOD, '{"aud":1}'), 'claim_invalid'],
  ])('%s', async (_, value, code) => {
    await expect(HS256.decode(value)).rejects.toMatchObject({ code, kind: 'token' });
  });

  it('signed by HMAC with the public key as its secret (algorithm confusion)', async () => {
    const codec = createVouchCodec({ algorithm: 'RS256', keys: [{ publicKey: RSA.publicKey }] });
    const value = forge(GOOD, CLAIMS, RSA.publicKey);
    await expect(codec.decode(value)).rejects.toMatchObject({ code: 'algorithm_not_allowed' });
    const asRsa = forge('{"alg":"RS256","typ":"JWT"}', CLAIMS, RSA.publicKey);
    await expect(codec.decode(asRsa)).rejects.toMatchObject({ code: 'signature_invalid' });
  });

  it('of the second at which it ends', async () => {
    const clock = createTestClock(1000);
    const codec = createVouchCodec({ keys: [{ secret: SECRET }], clock });
    const value = await codec.encode({ ...SESSION, expiresAt: 1001 });
    expect(await codec.decode(value)).toMatchObject({ expiresAt: 1001 });
    clock.advance(1);
    await expect(codec.decode(value)).rejects.toMatchObject({ code: 'token_expired' });
  });

  it('with a message that shows nothing of it', async () => {
    const secrets = ['mallory', forge(GOOD).split('.')[2] ?? '', SECRET];
    const values = [forge(GOOD, CLAIMS, 'x'), forge(GOOD, '{"username":1,"iss":"mallory"}')];
    for (const value of values) {
      const error = await HS256.decode(value).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(DrawbridgeError);
      for (const secret of secrets) expect(String((error as Error).stack)).not.toContain(secret);
    }
  });
});

describe('options that are refused at once', () => {
  const key = { secret: SECRET };
  const weak = rsa(1024);
  it.each<readonly [string, unknown, RegExp]>([
    ['none', undefined, /the options must be an object/],
    ['no keys', {}, /keys must be a list/],
    ['an empty list of keys', { keys: [] }, /keys must be a list/],
    ['a secret that is empty', { keys: [{ secret: '' }] }, /keys\[0\] must be \{ secret/],
    ['a second secret that is none', { keys: [key, { secret: 7 }] }, /keys\[1\] must be/],
    ['a key that is a text', { keys: [SECRET] }, /keys\[0\] must be an object/],
    ['none as the algorithm', { algorithm: 'none', keys: [key] }, /algorithm must be one of HS256/],
    ['PS256', { algorithm: 'PS256', keys: [RSA] }, /algorithm must be one of/],
    ['compress as a text', { compress: 'false', keys: [key] }, /compress must be true or false/],
    ['a secret for RS256', { algorithm: 'RS256', keys: [key] }, /must be \{ publicKey/],
    ['a pair for HS256', { keys: [RSA] }, /must be \{ secret/],
    ['a path', { algorithm: 'RS256', keys: [{ publicKey: '/a/b.pem' }] }, /public key in PEM/],
    ['an EC key for RS256', { algorithm: 'RS256', keys: [EC.ES256] }, /publicKey cannot be used/],
    [
      'another curve',
      { algorithm: 'ES256', keys: [EC.ES384] },
      /publicKey cannot be used: .*P-256/,
    ],
    ['a weak RSA key', { algorithm: 'RS256', keys: [weak] }, /publicKey cannot be used/],
    [
      'a private key that is none',
      { algorithm: 'RS256', keys: [{ ...RSA, privateKey: RSA.publicKey }] },
      /privateKey must be a private key/,
    ],
    [
      'two halves of two pairs',
      { algorithm: 'ES256', keys: [{ ...EC.ES256, privateKey: onCurve('P-256').privateKey }] },
      /privateKey does not belong to/,
    ],
    ['a clock that is none', { keys: [key], clock: {} }, /clock/],
  ])('%s', (_, options, message) => {
    expect(() => createVouchCodec(options as never)).toThrow(TypeError);
    expect(() => createVouchCodec(options as never)).toThrow(message);
    expect(() => createVouchCodec(options as never)).not.toThrow(SECRET);
  });
});

describe.each(RUNTIMES)('createVouchCodec, on %s', (runtime) => {
  let leave = () => {};
  beforeEach(() => {
    leave = standOn(runtime);
  });
  afterEach(() => {
    leave();
  });

  it.each(GO_COOKIES)('reads what Go wrote: $name', async ({ algorithm, key, value, session }) => {
    const codec = createVouchCodec({ algorithm, keys: [key] });
    expect(await codec.decode(value)).toEqual(session);
  });

  it.each(VOUCH_ALGORITHMS)('reads what it writes with %s', async (algorithm) => {
    const keys = [keyOf(algorithm)] as const;
    for (const compress of [true, false]) {
      const codec = createVouchCodec({ algorithm, keys, compress });
      const value = await codec.encode(SESSION);
      expect(value.startsWith('H4sIAAAAAAAA_')).toBe(compress);
      expect(await codec.decode(value)).toEqual(SESSION);
      // Whatever is written, both are read.
      const other = createVouchCodec({ algorithm, keys, compress: !compress });
      expect(await other.decode(value)).toEqual(SESSION);
    }
  });

  it('verifies with all keys, signs with the first, and needs no private key to verify', async () => {
    const [one, two] = [onCurve('P-256'), onCurve('P-256')];
    const old = createVouchCodec({ algorithm: 'ES256', keys: [one] });
    const rotated = createVouchCodec({
      algorithm: 'ES256',
      keys: [two, { publicKey: one.publicKey }],
    });
    const value = await old.encode(SESSION);
    expect(await rotated.decode(value)).toEqual(SESSION);
    const next = await rotated.encode(SESSION);
    await expect(old.decode(next)).rejects.toMatchObject({ code: 'signature_invalid' });
    const reader = createVouchCodec({ algorithm: 'ES256', keys: [{ publicKey: one.publicKey }] });
    expect(await reader.decode(value)).toEqual(SESSION);
    await expect(reader.encode(SESSION)).rejects.toThrow(/only read/);
  });

  it('gives any session back, and none for a changed character (property)', async () => {
    const text = fc.string({ unit: anyCharacter, maxLength: 40 });
    const token = fc.option(fc.string({ minLength: 1 }), { nil: undefined });
    const session: fc.Arbitrary<VouchSession> = fc.record({
      username: text,
      customClaims: fc.option(fc.dictionary(text, fc.jsonValue()), { nil: undefined }),
      accessToken: token,
      idToken: token,
      refreshToken: token,
      audience: text,
      expiresAt: fc.option(fc.integer({ min: 4e9, max: 5e9 }), { nil: undefined }),
      issuer: text,
    });
    await fc.assert(
      fc.asyncProperty(session, fc.boolean(), fc.nat(), async (given, compress, at) => {
        const codec = createVouchCodec({ keys: [{ secret: SECRET }], compress });
        const value = await codec.encode(given);
        const found = await codec.decode(value);
        // What JSON cannot hold, such as -0, is not there before either.
        expect(found).toEqual({ ...given, ...JSON.parse(JSON.stringify(given)) });
        const place = at % value.length;
        const letter = value[place] === 'A' ? 'B' : 'A';
        const wrong = `${value.slice(0, place)}${letter}${value.slice(place + 1)}`;
        if (compress) {
          // Gzip's header has bytes that say nothing of what is in it.
          const other = await codec.decode(wrong).catch(() => found);
          expect(other).toEqual(found);
        } else {
          await expect(codec.decode(wrong)).rejects.toBeInstanceOf(DrawbridgeError);
        }
      }),
      { numRuns: runtime === 'Node' ? 200 : 50 },
    );
  });
});

describe('what is written', () => {
  it.each(GO_COOKIES.filter(({ algorithm, compress }) => algorithm.startsWith('HS') && !compress))(
    'has names, order and types as Go has them: $name',
    async ({ algorithm, key, value, session }) => {
      const codec = createVouchCodec({ algorithm, keys: [key], compress: false });
      const [header, claims] = value.split('.');
      const [ownHeader, ownClaims] = (await codec.encode(session)).split('.');
      expect(ownHeader).toBe(header);
      const entries = (text = '') =>
        Object.entries(JSON.parse(Buffer.from(text, 'base64url').toString()));
      expect(entries(ownClaims)).toEqual(entries(claims));
    },
  );

  it('is, without claims, what Go writes to the letter', async () => {
    const [{ key, value, session }] = GO_COOKIES as [(typeof GO_COOKIES)[number]];
    expect(await createVouchCodec({ keys: [key], compress: false }).encode(session)).toBe(value);
  });

  it('is nothing that would not be read', async () => {
    const nested = JSON.parse(`${'['.repeat(40)}${']'.repeat(40)}`) as unknown;
    const zipping = createVouchCodec({ keys: [{ secret: SECRET }] });
    for (const codec of [HS256, zipping]) {
      await expect(codec.encode({ ...SESSION, customClaims: { nested } })).rejects.toMatchObject({
        code: 'token_malformed',
      });
      await expect(codec.encode({ ...SESSION, idToken: 'x'.repeat(65_536) })).rejects.toMatchObject(
        { code: 'token_too_large' },
      );
    }
  });

  it('leaves out what is not there', async () => {
    const value = await HS256.encode({
      ...SESSION,
      customClaims: undefined,
      accessToken: undefined,
      idToken: undefined,
      expiresAt: undefined,
    });
    const claims = Buffer.from(value.split('.')[1] ?? '', 'base64url').toString();
    expect(claims).toBe(
      '{"username":"alice@example.com","CustomClaims":null,"PAccessToken":"","PIdToken":"","aud":"example.com","iss":"Vouch"}',
    );
  });
});

describe('keys on Node', () => {
  it('may be in any form that Vouch Proxy reads', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const pkcs1 = {
      publicKey: publicKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
      privateKey: privateKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
    };
    const pair = generateKeyPairSync('ec', { namedCurve: 'P-384' });
    const sec1 = {
      publicKey: inPem(pair).publicKey,
      privateKey: pair.privateKey.export({ type: 'sec1', format: 'pem' }).toString(),
    };
    for (const [algorithm, key] of [
      ['RS512', pkcs1],
      ['ES384', sec1],
    ] as const) {
      const codec = createVouchCodec({ algorithm, keys: [key] });
      expect(await codec.decode(await codec.encode(SESSION))).toEqual(SESSION);
    }
  });
});
