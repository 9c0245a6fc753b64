import type { KeyEntry, KeyRingManifest } from './manifest.ts';

/**
 * Where a key stands: seen but not signing yet, signing, no longer signing but
 * still seen, or not seen any more.
 */
export type KeyState = 'next' | 'active' | 'retired' | 'removed';

/** Seconds that a relying party may keep our documents: their `Cache-Control: max-age`. */
export const DOCUMENT_MAX_AGE = 300;

/** Seconds between publishing a key and signing with it: ample for every cache to have seen it. */
export const PUBLISH_DELAY = 3600;

/** Seconds that a retired key stays published: twice as long as a rule may let a token live. */
export const RETIRED_FOR = 86_400;

/** Where a key stands at a time, in seconds since the epoch. */
export function keyState(entry: KeyEntry, now: number): KeyState {
  if (entry.removeAfter !== null && now >= entry.removeAfter) return 'removed';
  if (now < entry.signsFrom) return 'next';
  if (entry.signsUntil !== null && now >= entry.signsUntil) return 'retired';
  return 'active';
}

/** A key that is about to join a ring. */
export type NewKey = Pick<KeyEntry, 'kid' | 'purpose' | 'alg' | 'material' | 'publicJwk'>;

/**
 * The manifest after a key has joined. The first key of a ring signs at once,
 * for nobody can hold older documents; every later one after {@link PUBLISH_DELAY}.
 * From then on it takes the place of the keys of its algorithm.
 *
 * @param now - seconds since the epoch
 * @throws {TypeError} when the ring has a key of the same `kid`
 */
export function appendKey(manifest: KeyRingManifest, key: NewKey, now: number): KeyRingManifest {
  if (manifest.keys.some(({ kid }) => kid === key.kid)) {
    throw new TypeError(`the ring has a key with the kid ${key.kid} already`);
  }
  const superseded = manifest.keys.filter(
    (entry) => entry.alg === key.alg && entry.signsUntil === null,
  );
  // A clock that was set back must not end a key before it began.
  const signsFrom =
    manifest.keys.length === 0
      ? now
      : Math.max(now + PUBLISH_DELAY, ...superseded.map((entry) => entry.signsFrom));
  const retired = manifest.keys.map((entry) =>
    superseded.includes(entry)
      ? { ...entry, signsUntil: signsFrom, removeAfter: signsFrom + RETIRED_FOR }
      : entry,
  );
  const added = { ...key, publishedAt: now, signsFrom, signsUntil: null, removeAfter: null };
  return { ...manifest, keys: [...retired, added] };
}
