import * as fc from 'fast-check';
import { testKey } from '@drawbridge/testing';
import { exportJWK, generateKeyPair } from 'jose';
import { describe, expect, it } from 'vitest';
import type { Algorithm } from '../engine/algorithms.ts';
import { createDefaultEngine } from '../engine/default-engine.ts';
import { algorithmOfJwk, importJwk, importPublicJwk } from './import-jwk.ts';

type Members = Readonly<Record<string, unknown>>;

const engine = createDefaultEngine();

async function privateJwk(alg: Algorithm, name?: string): Promise<Members> {
  const { privateKey, kid } = await testKey(alg, name);
  return { ...(await exportJWK(privateKey)), alg, use: 'sig', kid };
}

const [rsa, ec, ec2, ed] = await Promise.all([
  privateJwk('RS256'),
  privateJwk('ES256'),
  privateJwk('ES256', 'second'),
  privateJwk('EdDSA'),
]);

describe('importJwk', () => {
  it.each([
    ['RS256', rsa],
    ['ES256', ec],
    ['EdDSA', ed],
  ] as const)('takes an %s key over that signs as before', async (alg, jwk) => {
    const { publicJwk } = await testKey(alg);
    const imported = await importJwk(jwk, alg, engine);
    expect(imported).toMatchObject({ alg, kid: publicJwk.kid, publicJwk });
    const data = new TextEncoder().encode('data');
    const signing = await engine.importKey(alg, { pkcs8: imported.pkcs8 });
    const verifying = await engine.importKey(alg, { jwk: publicJwk });
    expect(await engine.verify(verifying, data, await engine.sign(signing, data))).toBe(true);
  });

  it('publishes nothing private, and no member that it does not know', async () => {
    const imported = await importJwk({ ...rsa, note: 'x', key_ops: ['sign'] }, 'RS256', engine);
    expect(Object.keys(imported.publicJwk).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
    expect(imported.pkcs8).toMatch(/^-----BEGIN PRIVATE KEY-----/);
  });

  it('goes without use, alg and kid: its thumbprint is its name then', async () => {
    const { use: _use, alg: _alg, kid: _kid, ...bare } = ec;
    const { kid, thumbprint, publicJwk } = await importJwk(bare, 'ES256', engine);
    expect(kid).toBe(thumbprint);
    expect(publicJwk).toMatchObject({ alg: 'ES256', use: 'sig', kid });
  });

  it('gives a key another name', async () => {
    expect(await importJwk(ec, 'ES256', engine, 'new')).toMatchObject({
      kid: 'new',
      publicJwk: { kid: 'new' },
    });
  });

  it.each<[string, unknown, Algorithm, string | RegExp]>([
    ['text', 'key', 'RS256', 'it is not a JWK'],
    ['a kid without end', { ...ec, kid: 'k'.repeat(257) }, 'ES256', 'its kid has 257 characters'],
    ['a kid of two lines', { ...ec, kid: 'a\nb' }, 'ES256', 'its kid has characters that cannot'],
    [
      'half a character in a kid',
      { ...ec, kid: 'a\ud800' },
      'ES256',
      'its kid has characters that',
    ],
    ['a third prime', { ...rsa, oth: [] }, 'RS256', 'it has more than two primes'],
    ['no primes', { ...rsa, p: undefined }, 'RS256', 'its private part is not well-formed'],
    ['a prime twice', { ...rsa, p: rsa['q'] }, 'RS256', 'its private part does not belong'],
    // OpenSSL signs with either of them: which one is wrong does not show in a signature.
    ['another exponent', { ...rsa, d: 'AQ' }, 'RS256', 'its private part does not belong'],
    ['another part of it', { ...rsa, dq: rsa['dp'] }, 'RS256', 'its private part does not belong'],
    ['another coefficient', { ...rsa, qi: 'AQ' }, 'RS256', 'its private part does not belong'],
    ['null', null, 'RS256', 'it is not a JWK'],
    ['a member of a wrong type', { ...rsa, n: 7 }, 'RS256', 'it is not a JWK'],
    ['a symmetric key', { kty: 'oct', k: 'c2VjcmV0' }, 'RS256', 'it is symmetric'],
    ['another alg', rsa, 'RS512', 'its alg is RS256 and not RS512'],
    [
      'another type',
      { ...ec, alg: undefined },
      'RS256',
      'it is of the type EC, and RS256 needs RSA',
    ],
    ['another curve', { ...ec, alg: undefined }, 'ES384', 'the curve P-256, and ES384 needs P-384'],
    ['a key to encrypt', { ...rsa, use: 'enc' }, 'RS256', 'its use is enc and not sig'],
    ['a key to wrap', { ...rsa, key_ops: ['wrapKey'] }, 'RS256', 'its key_ops allow neither'],
    [
      'a missing member',
      { ...ec, y: undefined },
      'ES256',
      'it lacks a member that a key of the type EC needs',
    ],
    ['a point beside the curve', { ...ec, y: ec['x'] }, 'ES256', 'it is not well-formed'],
    ['a public key', { ...ec, d: undefined }, 'ES256', 'it has no private part'],
    ['a private part of text', { ...ec, d: 7 }, 'ES256', 'it has no private part'],
    [
      'RSA without its primes',
      { ...rsa, p: undefined },
      'RS256',
      'private part is not well-formed',
    ],
    ['a broken private part', { ...ec, d: '!' }, 'ES256', /its private part/],
    ['a mixed-up pair', { ...ec, d: ec2['d'] }, 'ES256', /its private part/],
  ])('refuses %s', async (_, jwk, alg, message) => {
    const plain: unknown = JSON.parse(JSON.stringify(jwk));
    await expect(importJwk(plain, alg, engine)).rejects.toThrow(message);
    await expect(importJwk(plain, alg, engine)).rejects.toThrow(TypeError);
  });

  it('repeats no member that may be anything, a secret above all (property)', async () => {
    const short = fc.constantFrom('enc', 'A128KW', 'ECDH-ES+A256KW', 'brainpoolP256r1');
    const long = fc.oneof(
      fc.string({ minLength: 21, maxLength: 300 }),
      fc.base64String({ minLength: 24, maxLength: 300 }),
      fc.string({ unit: fc.constantFrom('\n', '\u001b', '\u202e', ' ', '\ud800'), minLength: 1 }),
      fc.constantFrom('d', 'p').map((name) => String(rsa[name])),
    );
    const refused = async (name: string, value: string) => {
      const jwk = name === 'crv' ? { ...ec, alg: undefined } : { ...rsa, alg: undefined };
      const alg = name === 'crv' ? 'ES256' : 'RS256';
      const thrown: unknown = await importJwk({ ...jwk, [name]: value }, alg, engine).catch(
        (fault: unknown) => fault,
      );
      return thrown instanceof TypeError ? thrown.message : `no fault: ${String(thrown)}`;
    };
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('alg', 'use', 'crv', 'kty'),
        short,
        long,
        async (...each) => {
          const [name, known, strange] = each;
          expect(await refused(name, known)).toContain(known);
          const message = await refused(name, strange);
          expect(message).toMatch(/^(?:its|it is)[ \w]* \(no name that is known\)/);
          expect(message).not.toContain(strange.length > 3 ? strange : '\n');
        },
      ),
      { numRuns: 200 },
    );
  });

  it('refuses an RSA key that is too short', async () => {
    const { generateKeyPairSync } = await import('node:crypto');
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
    const jwk = privateKey.export({ format: 'jwk' });
    await expect(importJwk(jwk, 'RS256', engine)).rejects.toThrow(
      'an RSA key needs 2048 bits or more, this one has 1024',
    );
  });

  it('tells nothing of the key, however it is broken (property)', async () => {
    const names = ['d', 'p', 'q', 'dp', 'dq', 'qi'] as const;
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...names),
        fc.oneof(
          fc.string({ minLength: 6 }),
          fc.integer({ min: 100_000 }),
          fc.base64String({ minLength: 8 }),
        ),
        async (name, value) => {
          const thrown: unknown = await importJwk({ ...rsa, [name]: value }, 'RS256', engine).then(
            () => undefined,
            (error: unknown) => error,
          );
          if (thrown === undefined) return; // a value that says the same
          expect(thrown).toBeInstanceOf(TypeError);
          const { message, cause } = thrown as Error;
          expect(cause).toBeUndefined();
          expect(message).toMatch(/^its private part [a-z- ]+$|^it has no private part$/);
        },
      ),
      { numRuns: 30 },
    );
  });
});

describe('importPublicJwk', () => {
  it('takes the same of a private key as of its public one', async () => {
    const { publicJwk } = await testKey('ES256');
    const expected = await importPublicJwk(publicJwk, 'ES256', engine);
    expect(await importPublicJwk(ec, 'ES256', engine)).toEqual(expected);
    expect(expected.publicJwk).toEqual(publicJwk);
  });
});

describe('algorithmOfJwk', () => {
  it.each([
    [{ kty: 'RSA' }, 'RS256'],
    [{ kty: 'RSA', alg: 'PS384' }, 'PS384'],
    [{ kty: 'RSA', alg: 'RSA-OAEP' }, undefined],
    [{ kty: 'EC', crv: 'P-256' }, 'ES256'],
    [{ kty: 'EC', crv: 'P-521' }, 'ES512'],
    [{ kty: 'EC', crv: 'secp256k1' }, undefined],
    [{ kty: 'EC' }, undefined],
    [{ kty: 'OKP', crv: 'Ed25519' }, 'EdDSA'],
    [{ kty: 'OKP', crv: 'Ed25519', alg: 'Ed25519' }, 'EdDSA'],
    [{ kty: 'OKP', crv: 'X25519' }, undefined],
    [{ kty: 'oct' }, undefined],
  ])('%j is for %s', (jwk, alg) => {
    expect(algorithmOfJwk(jwk)).toBe(alg);
  });

  it('knows keys that were made for an algorithm', async () => {
    const { publicKey } = await generateKeyPair('ES384', { extractable: true });
    expect(algorithmOfJwk((await exportJWK(publicKey)) as { kty: string })).toBe('ES384');
  });
});
