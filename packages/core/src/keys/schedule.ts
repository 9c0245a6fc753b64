import type { Algorithm } from '../engine/algorithms.ts';
import type { KeyEntry, KeyRingManifest, TimedKey } from './manifest.ts';

/**
 * Where a key stands: seen but not signing yet, which includes waiting to be read back, signing, not to sign any more but
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
  if (entry.signsFrom === null) return 'next';
  if (entry.signsUntil === entry.signsFrom) return 'retired';
  if (now < entry.signsFrom) return 'next';
  if (entry.signsUntil !== null && now >= entry.signsUntil) return 'retired';
  return 'active';
}

/**
 * The time by which a ring is judged. The earliest key of a ring has signed ever since; a time before
 * that comes of a clock that was set back, and must not leave the ring without a key that signs. But the very first
 * key of a ring may wait for caches that hold the key set of before: no clock was set back where it was read back already.
 *
 * @param now - seconds since the epoch
 */
export function ringTime(manifest: KeyRingManifest, now: number): number {
  const begun = manifest.keys.filter((entry) => maySign(manifest, entry));
  if (begun.length === 0) return now;
  const earliest = begun.reduce((one, other) => (other.signsFrom < one.signsFrom ? other : one));
  const { signsFrom, readBackAt = signsFrom } = earliest;
  // After a key was withdrawn it need not be the first.
  const isWaiting = manifest.withdrawn === undefined && readBackAt <= now;
  return isWaiting ? now : Math.max(now, signsFrom);
}

/**
 * Whether a key ever has a time to sign: not one that waits to be read back, that was passed over, or that nobody
 * saw at the address where the documents of this ring are public.
 */
export function maySign(manifest: KeyRingManifest, entry: KeyEntry): entry is TimedKey {
  if (entry.signsFrom === null || entry.signsUntil === entry.signsFrom) return false;
  return manifest.readBack !== true || entry.readBackAt !== undefined;
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
 * In a ring whose documents are published elsewhere it waits to be read back first, and takes nobody's place before:
 * `confirmKeys`.
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
  const endless = { signsUntil: null, removeAfter: null };
  if (manifest.readBack === true) {
    const asked = options.signsFrom === undefined ? {} : { notBefore: options.signsFrom };
    const added = { ...key, publishedAt: now, signsFrom: null, ...endless, ...asked };
    return { ...manifest, keys: [...manifest.keys, added] };
  }
  const signsFrom =
    options.signsFrom ??
    (nobodySigns(manifest, now) ? now : afterBegun(manifest.keys, key.alg, now + publishDelay));
  const publishedAt = Math.min(now, signsFrom);
  const added = { ...key, publishedAt, signsFrom, ...endless };
  return {
    ...manifest,
    keys: [...endEarlier(manifest.keys, key.alg, signsFrom, retiredFor), added],
  };
}

/** Whether no key signs or will at a time that is set. */
export function nobodySigns({ keys }: KeyRingManifest, now: number): boolean {
  return keys.every(
    ({ signsFrom, signsUntil }) => signsFrom === null || (signsUntil !== null && signsUntil <= now),
  );
}

/** A time at which the keys of an algorithm can hand over: a clock that was set back must not end a key before it began. */
export function afterBegun(keys: readonly KeyEntry[], alg: Algorithm, time: number): number {
  const begun = keys.flatMap((entry) =>
    entry.alg === alg && entry.signsUntil === null ? (entry.signsFrom ?? []) : [],
  );
  return Math.max(time, ...begun);
}

/** Keys after another of their algorithm, from a time on, took the place of those that would still sign. */
export function endEarlier(
  keys: readonly KeyEntry[],
  alg: Algorithm,
  time: number,
  retiredFor: number,
): readonly KeyEntry[] {
  return keys.map((entry) =>
    entry.alg === alg && (entry.signsUntil === null || entry.signsUntil > time)
      ? endAt(entry, time, retiredFor)
      : entry,
  );
}

/** A key that signs until a time, or never where it would begin only then, or waits to be read back. */
export function endAt(entry: KeyEntry, time: number, retiredFor: number): KeyEntry {
  const { notBefore: _, ...ended } = entry;
  const signsFrom = entry.signsFrom ?? Math.max(entry.publishedAt, time);
  const signsUntil = Math.max(signsFrom, time);
  return { ...ended, signsFrom, signsUntil, removeAfter: signsUntil + retiredFor };
}
