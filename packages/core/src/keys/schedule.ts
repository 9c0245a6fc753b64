import type { KeyEntry, KeyRingManifest } from './manifest.ts';

/**
 * Where a key stands: seen but not signing yet, signing, not to sign any more but
 * still seen, or not seen any more. A key whose time to sign is empty, since another took its place before
 * that came, is retired from then on: it never signs.
 */
export type KeyState = 'next' | 'active' | 'retired' | 'removed';

/** Seconds that a relying party may keep our documents: their `Cache-Control: max-age`. */
export const DOCUMENT_MAX_AGE = 300;

/** Seconds between publishing a key and signing with it: ample for every cache to have seen it. */
export const PUBLISH_DELAY = 3600;

/** Seconds that a retired key stays published: twice as long as a rule may let a token live. */
export const RETIRED_FOR = 86_400;

/** How long the phases of a key's life are, in seconds. */
export interface Schedule {
  /** From publishing a key to signing with it. Default: {@link PUBLISH_DELAY}. */
  readonly publishDelay?: number | undefined;
  /** From its last signature to removing it. Default: {@link RETIRED_FOR}. */
  readonly retiredFor?: number | undefined;
}

/** Where a key stands at a time, in seconds since the epoch. */
export function keyState(entry: KeyEntry, now: number): KeyState {
  if (entry.removeAfter !== null && now >= entry.removeAfter) return 'removed';
  if (entry.signsUntil === entry.signsFrom) return 'retired';
  if (now < entry.signsFrom) return 'next';
  if (entry.signsUntil !== null && now >= entry.signsUntil) return 'retired';
  return 'active';
}

/**
 * The time by which a ring is judged. The earliest key of a ring has signed ever since; a time before
 * that comes of a clock that was set back, and must not leave the ring without a key that signs.
 *
 * @param now - seconds since the epoch
 */
export function ringTime({ keys }: KeyRingManifest, now: number): number {
  return keys.length === 0 ? now : Math.max(now, Math.min(...keys.map((key) => key.signsFrom)));
}

/** A key that is about to join a ring. */
export type NewKey = Pick<KeyEntry, 'kid' | 'purpose' | 'alg' | 'material' | 'publicJwk'>;

/** How a key joins. */
export interface AppendOptions extends Schedule {
  /**
   * From when it signs: seconds since the epoch. Default: as soon as it has been published for long
   * enough. An earlier time is taken as it is: relying parties that have not seen the key refuse its tokens.
   */
  readonly signsFrom?: number | undefined;
}

/**
 * The manifest after a key has joined. Where no other key signs or will, it signs at once, for
 * nobody can hold documents that name another; every later one after the publish delay.
 * From then on it takes the place of the keys of its algorithm.
 *
 * @param now - seconds since the epoch
 * @throws {TypeError} when the ring has a key of the same `kid`
 */
export function appendKey(
  manifest: KeyRingManifest,
  key: NewKey,
  now: number,
  options: AppendOptions = {},
): KeyRingManifest {
  if (manifest.keys.some(({ kid }) => kid === key.kid)) {
    throw new TypeError(`the ring has a key with the kid ${key.kid} already`);
  }
  const { publishDelay = PUBLISH_DELAY, retiredFor = RETIRED_FOR } = options;
  const alone = manifest.keys.every(({ signsUntil }) => signsUntil !== null && signsUntil <= now);
  // A clock that was set back must not end a key before it began.
  const begun = manifest.keys
    .filter((entry) => entry.alg === key.alg && entry.signsUntil === null)
    .map((entry) => entry.signsFrom);
  const signsFrom = options.signsFrom ?? (alone ? now : Math.max(now + publishDelay, ...begun));
  const earlier = manifest.keys.map((entry) =>
    entry.alg === key.alg && (entry.signsUntil === null || entry.signsUntil > signsFrom)
      ? endAt(entry, signsFrom, retiredFor)
      : entry,
  );
  const publishedAt = Math.min(now, signsFrom);
  const added = { ...key, publishedAt, signsFrom, signsUntil: null, removeAfter: null };
  return { ...manifest, keys: [...earlier, added] };
}

/** A key that signs until a time, or never where it would begin only then. */
export function endAt(entry: KeyEntry, time: number, retiredFor: number): KeyEntry {
  const signsUntil = Math.max(entry.signsFrom, time);
  return { ...entry, signsUntil, removeAfter: signsUntil + retiredFor };
}
