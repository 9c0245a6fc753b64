import type { Algorithm, KeyEntry, KeyRingManifest } from '@drawbridge/core';
import { printable } from '@drawbridge/core';

/** The keys of an algorithm that end in one manifest and had no end in the one before it: a key that joined takes their place. */
export function displacedKeys(
  before: KeyRingManifest,
  after: KeyRingManifest,
  alg: Algorithm,
): readonly KeyEntry[] {
  const endless = new Set(
    before.keys.filter(({ signsUntil }) => signsUntil === null).map(({ kid }) => kid),
  );
  return after.keys.filter(
    (key) => key.alg === alg && key.signsUntil !== null && endless.has(key.kid),
  );
}

/** A line about each of them, to stand below the key that takes their place. */
export function describeDisplaced(keys: readonly KeyEntry[]): string {
  return keys
    .map(({ kid, signsFrom, signsUntil }) => {
      const passedOver = signsUntil === signsFrom ? ', which signs nothing' : '';
      return `\n  in place of ${printable(kid)}${passedOver}`;
    })
    .join('');
}
