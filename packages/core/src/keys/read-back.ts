import type { Algorithm } from '../engine/algorithms.ts';
import type { KeyEntry, KeyRingManifest } from './manifest.ts';
import {
  afterBegun,
  endEarlier,
  keyState,
  maySign,
  nobodySigns,
  PUBLISH_DELAY,
  RETIRED_FOR,
  ringTime,
  type Schedule,
} from './schedule.ts';

/** What was seen at the public address. All in seconds. */
export interface ReadBack {
  /** When it was seen, since the epoch. */
  readonly readBackAt: number;
  /** For how long caches may keep it: the `max-age` of the answer. */
  readonly maxAge: number;
}

/**
 * The manifest after another key set than that of this ring was seen at the public address, one that lacks a key: who reads
 * that from a cache does not know the key. Keys that wait are read back later, and wait as long after that.
 *
 * @param maxAge - seconds that caches may keep it
 * @returns the same manifest where no key waits, or a longer time is noted
 */
export function noteServed(manifest: KeyRingManifest, maxAge: number): KeyRingManifest {
  if (manifest.readBack !== true || !waits(manifest)) return manifest;
  if (maxAge <= (manifest.servedMaxAge ?? 0)) return manifest;
  return { ...manifest, servedMaxAge: maxAge };
}

function waits({ keys }: KeyRingManifest): boolean {
  return keys.some(({ signsFrom }) => signsFrom === null);
}

/**
 * The manifest after keys were seen at the public address. A key that waited for it gets its time: at once where no
 * other key signs or will and no cache has an older set, or where it was asked to (relying parties know it, or it is an
 * emergency), else once every cache may have seen it. Only then does it take the place of the keys of its algorithm, so the key before it signs on for
 * as long as publishing fails.
 *
 * @param kids - the keys that were seen
 * @param now - seconds since the epoch
 * @returns the same manifest where none of them waited
 */
export function confirmKeys(
  manifest: KeyRingManifest,
  kids: readonly string[],
  readBack: ReadBack,
  now: number,
  schedule: Schedule = {},
): KeyRingManifest {
  if (manifest.readBack !== true) return manifest;
  const seen = new Set(kids);
  // Whoever had a time before the ring was marked gets it anew, now that it is seen.
  const held = holdUnread(manifest, now);
  const { servedMaxAge } = held;
  const alone = nobodySigns(held, now);
  const confirmed = held.keys.reduce(
    (ring, { kid }) => (seen.has(kid) ? confirmKey(ring, kid, readBack, alone, schedule) : ring),
    held,
  );
  if (servedMaxAge === undefined || waits(confirmed)) return confirmed;
  const { servedMaxAge: _, ...rest } = confirmed;
  return rest;
}

function confirmKey(
  manifest: KeyRingManifest,
  kid: string,
  { readBackAt, maxAge }: ReadBack,
  alone: boolean,
  { publishDelay = PUBLISH_DELAY, retiredFor = RETIRED_FOR }: Schedule,
): KeyRingManifest {
  const index = manifest.keys.findIndex((entry) => entry.kid === kid);
  const found = manifest.keys[index];
  if (found === undefined || found.signsFrom !== null) return manifest;
  const { notBefore = 0, ...entry } = found;
  const { alg, publishedAt } = entry;
  const earlier = manifest.keys.slice(0, index);
  const atOnce = Math.max(readBackAt, publishedAt);
  const { servedMaxAge } = manifest;
  const everywhere = Math.max(atOnce, readBackAt + Math.max(maxAge, servedMaxAge ?? 0));
  const signsFrom = () => {
    if (asksToSignAtOnce(found)) return atOnce;
    if (!alone || !isFirst(manifest, earlier, alg)) {
      return afterBegun(earlier, alg, Math.max(everywhere, publishedAt + publishDelay, notBefore));
    }
    // Nobody can hold documents without it, but where some were seen.
    return servedMaxAge === undefined ? atOnce : everywhere;
  };
  const time = signsFrom();
  const keys = [
    ...endEarlier(earlier, alg, time, retiredFor),
    { ...entry, readBackAt, signsFrom: time },
    ...manifest.keys.slice(index + 1),
  ];
  return { ...manifest, keys };
}

/** Of keys that are seen together, where none signed, one of each algorithm begins. */
function isFirst(manifest: KeyRingManifest, earlier: readonly KeyEntry[], alg: Algorithm): boolean {
  return !earlier.some((entry) => entry.alg === alg && maySign(manifest, entry));
}

function asksToSignAtOnce({ notBefore, publishedAt }: KeyEntry): boolean {
  return notBefore !== undefined && notBefore <= publishedAt;
}

/**
 * The manifest of a ring whose documents are published elsewhere from now on: what signs or will sign, and nobody saw at
 * the public address yet, waits for that. A key that signed before does so again as soon as it is read back.
 *
 * @param now - seconds since the epoch
 * @returns the same manifest where nothing has to change
 */
export function holdUnread(manifest: KeyRingManifest, now: number): KeyRingManifest {
  const time = ringTime(manifest, now);
  let held = 0;
  const keys = manifest.keys.map((entry) => {
    const state = keyState(entry, time);
    const unread = entry.signsFrom !== null && entry.readBackAt === undefined;
    if (!unread || (state !== 'active' && state !== 'next')) return entry;
    held += 1;
    return wait(entry, state === 'active' ? entry.publishedAt : (entry.signsFrom ?? undefined));
  });
  if (manifest.readBack === true && held === 0) return manifest;
  return { ...manifest, keys, readBack: true };
}

function wait(timed: KeyEntry, notBefore: number | undefined): KeyEntry {
  const { readBackAt: _, notBefore: __, ...entry } = timed;
  return {
    ...entry,
    signsFrom: null,
    signsUntil: null,
    removeAfter: null,
    ...(notBefore !== undefined && { notBefore }),
  };
}

/**
 * The manifest of a ring whose documents are served from here again: no key waits to be read back any more. One that
 * did gets the time of a key that joins now.
 *
 * @param now - seconds since the epoch
 * @returns the same manifest where it was so already
 */
export function releaseHeld(
  manifest: KeyRingManifest,
  now: number,
  { publishDelay = PUBLISH_DELAY, retiredFor = RETIRED_FOR }: Schedule = {},
): KeyRingManifest {
  const { readBack, servedMaxAge: _, ...rest } = manifest;
  if (readBack === undefined) return manifest;
  const alone = nobodySigns(manifest, now);
  const keys = manifest.keys.reduce<readonly KeyEntry[]>((earlier, found) => {
    const { readBackAt: __, notBefore = 0, ...entry } = found;
    if (entry.signsFrom !== null) return [...earlier, entry];
    const signsFrom =
      asksToSignAtOnce(found) || (alone && isFirst(rest, earlier, entry.alg))
        ? now
        : afterBegun(earlier, entry.alg, Math.max(now + publishDelay, notBefore));
    const released = { ...entry, publishedAt: now, signsFrom };
    return [...endEarlier(earlier, entry.alg, signsFrom, retiredFor), released];
  }, []);
  return { ...rest, keys };
}

/**
 * The manifest without the mark of a clock that once was ahead, of a ring whose documents are published elsewhere: what is
 * to sign on a far day waits to be read back anew, and the key before it signs on.
 *
 * @returns the same manifest where there is no such key
 */
export function waitAgain(
  manifest: KeyRingManifest,
  now: number,
  publishDelay: number,
): KeyRingManifest {
  if (ringTime(manifest, now) !== now) return manifest;
  const isAhead = ({ publishedAt, readBackAt = 0 }: KeyEntry) =>
    Math.max(publishedAt, readBackAt) > now + publishDelay;
  const ahead = manifest.keys.filter((entry) => isAhead(entry) && keyState(entry, now) === 'next');
  if (ahead.length === 0) return manifest;
  const handovers = new Set(ahead.map(({ signsFrom }) => signsFrom));
  const keys = manifest.keys.map((entry) => {
    if (ahead.includes(entry)) {
      const publishedAt = Math.min(now, entry.publishedAt);
      return { ...wait(entry, asksToSignAtOnce(entry) ? publishedAt : undefined), publishedAt };
    }
    const reopens = entry.signsUntil !== null && handovers.has(entry.signsUntil);
    return reopens && maySign(manifest, entry)
      ? { ...entry, signsUntil: null, removeAfter: null }
      : entry;
  });
  return { ...manifest, keys };
}
