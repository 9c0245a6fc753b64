import * as fc from 'fast-check';
import type { JsonObject } from '../encoding/json.ts';
import { ALGORITHM_NAMES } from '../engine/algorithms.ts';
import { testKey } from '@drawbridge/testing';
import { exportJWK } from 'jose';
import { describe, expect, it } from 'vitest';
import { privateMembers, suitsAlgorithm, toPublicJwk } from './public-jwk.ts';

/** RFC 7518 sections 6.2.2, 6.3.2 and 6.4, RFC 8037 section 2: the members that hold secrets. */
const PRIVATE = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];
const PUBLIC = ['kty', 'kid', 'alg', 'use', 'crv', 'n', 'e', 'x', 'y', 'key_ops'];

describe('privateMembers', () => {
  it.each(ALGORITHM_NAMES)('finds those of an %s key, and none in its public part', async (alg) => {
    const { privateKey, publicJwk } = await testKey(alg);
    const whole = await exportJWK(privateKey);
    expect(privateMembers(whole as JsonObject)).toEqual(
      PRIVATE.filter((name) => Object.hasOwn(whole, name)),
    );
    expect(privateMembers(whole as JsonObject)).toContain('d');
    expect(privateMembers({ ...publicJwk })).toEqual([]);
  });

  it('finds the secret of a symmetric key', () => {
    expect(privateMembers({ kty: 'oct', k: 'AQAB' })).toEqual(['k']);
  });
});

describe('toPublicJwk', () => {
  it.each(ALGORITHM_NAMES)('leaves the private members of an %s key behind', async (alg) => {
    const { privateKey, publicJwk } = await testKey(alg);
    const whole = await exportJWK(privateKey);
    expect(whole).toHaveProperty('d');
    const { kid, use } = publicJwk;
    expect(toPublicJwk({ ...whole, alg, kid, use })).toEqual(publicJwk);
  });

  it('lets no member through but the public ones, whatever it is given', () => {
    const name = fc.oneof(
      fc.constantFrom(...PRIVATE, ...PUBLIC, 'x5c', 'jku', '__proto__'),
      fc.string(),
    );
    const value = fc.oneof(fc.string(), fc.array(fc.string()), fc.jsonValue());
    const jwk = fc
      .tuple(fc.dictionary(name, value), fc.string())
      .map(([rest, kty]) => ({ ...rest, kty }));
    fc.assert(
      fc.property(fc.oneof(jwk, fc.jsonValue()), (input) => {
        const output = toPublicJwk(input);
        if (output === undefined) return;
        for (const key of Object.keys(output)) expect(PUBLIC).toContain(key);
        for (const [key, kept] of Object.entries(output)) {
          expect(kept).toEqual((input as unknown as Record<string, unknown>)[key]);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('takes nothing that is inherited', () => {
    expect(toPublicJwk(Object.create({ kty: 'RSA' }))).toBeUndefined();
    expect(toPublicJwk(JSON.parse('{"__proto__":{"kty":"RSA"}}'))).toBeUndefined();
  });

  it.each([
    [null],
    [[]],
    ['RSA'],
    [{}],
    [{ kty: 1 }],
    [{ kty: 'RSA', kid: 1 }],
    [{ kty: 'RSA', n: ['x'] }],
    [{ kty: 'EC', x: null }],
    [{ kty: 'RSA', key_ops: 'verify' }],
    [{ kty: 'RSA', key_ops: ['verify', 1] }],
  ])('refuses %j', (value) => {
    expect(toPublicJwk(value)).toBeUndefined();
  });
});

describe('suitsAlgorithm', () => {
  it('pairs each key with its own algorithm alone, once it names one', async () => {
    for (const alg of ALGORITHM_NAMES) {
      const { publicJwk } = await testKey(alg);
      expect(ALGORITHM_NAMES.filter((name) => suitsAlgorithm(publicJwk, name))).toEqual([alg]);
    }
  });

  it.each([
    ['RSA without alg', { kty: 'RSA' }, ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512']],
    ['EC on P-384', { kty: 'EC', crv: 'P-384' }, ['ES384']],
    ['EC without a curve', { kty: 'EC' }, []],
    ['EC on secp256k1', { kty: 'EC', crv: 'secp256k1' }, []],
    ['OKP with the alg of RFC 9864', { kty: 'OKP', crv: 'Ed25519', alg: 'Ed25519' }, ['EdDSA']],
    ['OKP with the alg of another curve', { kty: 'OKP', crv: 'Ed25519', alg: 'Ed448' }, []],
    ['EC with the alg of OKP', { kty: 'EC', crv: 'P-256', alg: 'Ed25519' }, []],
    ['OKP on Ed25519', { kty: 'OKP', crv: 'Ed25519' }, ['EdDSA']],
    ['OKP on X25519', { kty: 'OKP', crv: 'X25519' }, []],
    ['oct', { kty: 'oct' }, []],
    ['a key for encryption', { kty: 'OKP', crv: 'Ed25519', use: 'enc' }, []],
    ['a key that may sign only', { kty: 'OKP', crv: 'Ed25519', key_ops: ['sign'] }, []],
    ['a key that may verify', { kty: 'OKP', crv: 'Ed25519', key_ops: ['verify'] }, ['EdDSA']],
    ['RSA in lower case', { kty: 'rsa' }, []],
  ])('%s', (_, jwk, algorithms) => {
    expect(ALGORITHM_NAMES.filter((alg) => suitsAlgorithm(jwk, alg))).toEqual(algorithms);
  });
});
