import { createECDH } from 'node:crypto';
import type { Algorithm, PublicJwk } from '@drawbridge/core';
import { type TestKey, testKey } from '@drawbridge/testing';

/** The keys of one issuer, some of which sign. */
export interface ManyKeys {
  /** All of them, as they are published. */
  readonly published: readonly PublicJwk[];
  /** Those that sign, spread evenly over the published. */
  readonly signing: readonly TestKey[];
}

/** How many keys sign at most. */
const SIGNING = 50;

/**
 * Makes keys. Those that do not sign are keys all the same, each another.
 *
 * @param count - how many are published
 */
export async function manyKeys(alg: Extract<Algorithm, 'ES256'>, count: number): Promise<ManyKeys> {
  const signing = await Promise.all(
    Array.from({ length: Math.min(SIGNING, count) }, (_, index) =>
      testKey(alg, `bench-signing-${index}`),
    ),
  );
  const apart = count / signing.length;
  const makeKey = keyMaker(alg);
  const published = Array.from({ length: count }, (_, index) => makeKey(`other-${index}`));
  for (const [index, { publicJwk }] of signing.entries()) {
    published[Math.floor(index * apart)] = publicJwk;
  }
  return { published, signing };
}

/**
 * Makes public keys by one ECDH object. Thousands of pairs by `generateKeyPairSync`, each exported, took seconds on Node 20, and once
 * did not end: the process stood still in a lock.
 */
function keyMaker(alg: Algorithm): (kid: string) => PublicJwk {
  const ecdh = createECDH('prime256v1');
  return (kid) => {
    // A byte that says "uncompressed", then x and y of 32 bytes each (SEC 1, section 2.3.3).
    const point = ecdh.generateKeys();
    const x = point.toString('base64url', 1, 33);
    const y = point.toString('base64url', 33);
    return { kty: 'EC', crv: 'P-256', x, y, alg, use: 'sig', kid };
  };
}
