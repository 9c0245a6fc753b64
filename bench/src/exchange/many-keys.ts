import { generateKeyPairSync } from 'node:crypto';
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
  const published = Array.from({ length: count }, (_, index) => otherKey(alg, `other-${index}`));
  for (const [index, { publicJwk }] of signing.entries()) {
    published[Math.floor(index * apart)] = publicJwk;
  }
  return { published, signing };
}

function otherKey(alg: Algorithm, kid: string): PublicJwk {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { ...(publicKey.export({ format: 'jwk' }) as PublicJwk), alg, use: 'sig', kid };
}
