import type { KeyEntry, KeyRingManifest } from './manifest.ts';
import { type NewKey, RETIRED_FOR } from './schedule.ts';

/** A key from elsewhere with which a ring begins. */
export interface FoundingKey extends NewKey {
  /** `active`: relying parties know it already, so it signs at once. `retired`: it is only published. */
  readonly state: 'active' | 'retired';
}

/**
 * The manifest of a new ring that goes on with keys that relying parties know already: none of
 * them has to be published for a while before it signs.
 *
 * @param now - seconds since the epoch
 * @throws {TypeError} when two keys share a `kid`, or two active ones an algorithm
 */
export function foundRing(keys: readonly FoundingKey[], now: number): KeyRingManifest {
  const active = keys.filter(({ state }) => state === 'active');
  if (new Set(keys.map(({ kid }) => kid)).size !== keys.length) {
    throw new TypeError('two keys share a kid');
  }
  if (new Set(active.map(({ alg }) => alg)).size !== active.length) {
    throw new TypeError('two active keys share an algorithm');
  }
  return { version: 1, keys: keys.map((key) => toEntry(key, now)) };
}

function toEntry({ state, ...key }: FoundingKey, now: number): KeyEntry {
  const times = { publishedAt: now, signsFrom: now };
  if (state === 'active') return { ...key, ...times, signsUntil: null, removeAfter: null };
  return { ...key, ...times, signsUntil: now, removeAfter: now + RETIRED_FOR };
}
