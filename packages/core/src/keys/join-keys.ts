import type { KeyEntry, KeyRingManifest } from './manifest.ts';
import { appendKey, type NewKey, RETIRED_FOR, type Schedule } from './schedule.ts';

/** A key from elsewhere, and what it does in the ring. */
export interface JoiningKey extends NewKey {
  /**
   * `next`: relying parties do not know it, so it is published first. `active`: they know it already, so it
   * signs at once. `retired`: it signed, elsewhere, and is only published.
   */
  readonly state: 'next' | 'active' | 'retired';
}

/**
 * The manifest after keys from elsewhere have joined. A key that is there already stays as it is.
 *
 * @param now - seconds since the epoch
 * @throws {TypeError} when a key was withdrawn, when its `kid` is another key's, when it is there under
 *   another `kid`, or when two of the keys would sign with one algorithm
 */
export function joinKeys(
  manifest: KeyRingManifest,
  keys: readonly JoiningKey[],
  now: number,
  schedule: Schedule = {},
): KeyRingManifest {
  const signing = keys.filter(({ state }) => state !== 'retired').map(({ alg }) => alg);
  const twice = signing.find((alg, index) => signing.indexOf(alg) !== index);
  if (twice !== undefined) {
    throw new TypeError(`two of the keys would sign with ${twice}: take one at a time`);
  }
  // Keys that begin a ring together need not wait for each other; those that are published elsewhere are judged when they are seen.
  const empty = manifest.keys.length === 0 && manifest.readBack !== true;
  return keys.reduce((ring, key) => join(ring, key, now, schedule, empty), manifest);
}

function join(
  manifest: KeyRingManifest,
  { state, ...key }: JoiningKey,
  now: number,
  schedule: Schedule,
  empty: boolean,
): KeyRingManifest {
  const { file } = key.material;
  if (manifest.withdrawn?.includes(file)) {
    throw new TypeError(`the key ${key.kid} was withdrawn as compromised`);
  }
  const known = manifest.keys.find((entry) => entry.material.file === file);
  if (known !== undefined) {
    if (known.kid === key.kid && known.alg === key.alg) return manifest;
    throw new TypeError(
      `the key ${key.kid} is in the ring already, as ${known.kid} (${known.alg})`,
    );
  }
  if (state === 'retired') {
    if (manifest.keys.some(({ kid }) => kid === key.kid)) {
      throw new TypeError(`the ring has a key with the kid ${key.kid} already`);
    }
    const { retiredFor = RETIRED_FOR } = schedule;
    const times = { publishedAt: now, signsFrom: now, signsUntil: now };
    const entry: KeyEntry = { ...key, ...times, removeAfter: now + retiredFor };
    // Before the others: the last of an algorithm is the one that signs.
    return { ...manifest, keys: [entry, ...manifest.keys] };
  }
  const signsFrom = state === 'active' || empty ? now : undefined;
  return appendKey(manifest, key, now, { ...schedule, signsFrom });
}
