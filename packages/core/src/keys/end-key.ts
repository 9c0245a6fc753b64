import type { KeyEntry, KeyRingManifest } from './manifest.ts';
import { endAt, keyState, RETIRED_FOR, ringTime, type Schedule } from './schedule.ts';

/** The newest of the withdrawn keys that a manifest remembers. */
const REMEMBERED = 1000;

/**
 * The key of a ring that goes by a `kid`.
 *
 * @throws {TypeError} when there is none
 */
export function findKey({ keys }: KeyRingManifest, kid: string): KeyEntry {
  const entry = keys.find((candidate) => candidate.kid === kid);
  if (entry === undefined) throw new TypeError(`the ring has no key with the kid ${kid}`);
  return entry;
}

/**
 * Whether the algorithm of a key is signed with when that key no longer is: another key is active.
 *
 * @param now - seconds since the epoch
 */
export function hasOtherSigner(manifest: KeyRingManifest, kid: string, now: number): boolean {
  const { alg } = findKey(manifest, kid);
  const time = ringTime(manifest, now);
  return manifest.keys.some(
    (other) => other.kid !== kid && other.alg === alg && keyState(other, time) === 'active',
  );
}

/**
 * The manifest in which a key signs no more. It stays published while tokens that it signed may live.
 *
 * @param now - seconds since the epoch
 * @throws {TypeError} when the ring has no such key
 */
export function retireKey(
  manifest: KeyRingManifest,
  kid: string,
  now: number,
  { retiredFor = RETIRED_FOR }: Schedule = {},
): KeyRingManifest {
  const found = findKey(manifest, kid);
  if (found.signsUntil !== null && found.signsUntil <= now) return manifest;
  const keys = manifest.keys.map((entry) =>
    entry === found ? endAt(entry, now, retiredFor) : entry,
  );
  return { ...manifest, keys };
}

/**
 * The manifest without a key that others may know. It is not only ended: no clock brings it back. Its
 * file's name, which is made of its thumbprint, is remembered, so that a backup does not bring it back either.
 *
 * @throws {TypeError} when the ring has no such key
 */
export function withdrawKey(manifest: KeyRingManifest, kid: string): KeyRingManifest {
  const found = findKey(manifest, kid);
  return {
    ...manifest,
    keys: manifest.keys.filter((entry) => entry !== found),
    withdrawn: [...(manifest.withdrawn ?? []), found.material.file].slice(-REMEMBERED),
  };
}

/**
 * The RFC 7638 thumbprints of all keys that a manifest knows for the ring's own: also of those that it publishes no more,
 * and of those that were withdrawn.
 */
export function ringThumbprints({ keys, withdrawn = [] }: KeyRingManifest): readonly string[] {
  // The name of a key's file is made of its thumbprint.
  const files = [...keys.map(({ material }) => material.file), ...withdrawn];
  return files.map((file) => file.replace(/\.pem$/, ''));
}
