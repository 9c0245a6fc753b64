import { appendKey, EMPTY_MANIFEST, type KeyRingManifest, type NewKey } from '@drawbridge/core';
import type { TestKey } from './test-key.ts';

/** A test key as a key ring's manifest takes it in. */
export function newKey({ kid, alg, publicJwk }: TestKey): NewKey {
  return { kid, alg, purpose: 'sign', material: { file: `${kid}.pem` }, publicJwk };
}

/** The manifest of a ring that keys joined one after another. @param joined - with seconds since the epoch */
export function manifestOf(
  joined: readonly (readonly [key: TestKey, at: number])[],
): KeyRingManifest {
  return joined.reduce(
    (manifest, [key, at]) => appendKey(manifest, newKey(key), at),
    EMPTY_MANIFEST,
  );
}
