import type { Algorithm } from '../engine/algorithms.ts';
import { ALGORITHM_NAMES } from '../engine/algorithms.ts';
import type { KeyEntry, KeyRingManifest, TimedKey } from './manifest.ts';
import { waitAgain } from './read-back.ts';
import {
  keyState,
  maySign,
  PUBLISH_DELAY,
  RETIRED_FOR,
  ringTime,
  type Schedule,
} from './schedule.ts';

/** Where the keys of one algorithm stand. */
export interface AlgorithmKeys {
  readonly alg: Algorithm;
  /** The key that signs. */
  readonly active: TimedKey | undefined;
  /** The key that takes its place, once it was read back where it waits for that. */
  readonly next: KeyEntry | undefined;
}

/** The algorithms that sign now or will, in the order of `ALGORITHM_NAMES`. @param now - seconds since the epoch */
export function keysByAlgorithm(manifest: KeyRingManifest, now: number): readonly AlgorithmKeys[] {
  const time = ringTime(manifest, now);
  return ALGORITHM_NAMES.flatMap((alg) => {
    const keys = manifest.keys.filter((entry) => entry.alg === alg);
    const active = keys.findLast(
      (entry): entry is TimedKey => maySign(manifest, entry) && keyState(entry, time) === 'active',
    );
    const next = keys.findLast((entry) => keyState(entry, time) === 'next');
    return active === undefined && next === undefined ? [] : [{ alg, active, next }];
  });
}

/**
 * The algorithms whose key has signed for so long that its successor is due. It is due early, so that it
 * signs when the time is full and not when the publish delay after that has passed.
 *
 * @param rotateEvery - seconds that a key signs
 * @param now - seconds since the epoch
 */
export function dueRotations(
  manifest: KeyRingManifest,
  rotateEvery: number,
  now: number,
  { publishDelay = PUBLISH_DELAY }: Schedule = {},
): readonly Algorithm[] {
  return keysByAlgorithm(manifest, now).flatMap(({ alg, active, next }) =>
    active !== undefined &&
    next === undefined &&
    active.signsUntil === null &&
    now >= active.signsFrom + rotateEvery - publishDelay
      ? alg
      : [],
  );
}

/**
 * The manifest without the mark of a clock that once was ahead: a key that is not to be published before
 * a far day keeps every other of its algorithm from following, so its times are counted from now, or from when it is
 * read back.
 *
 * @returns the same manifest where there is no such key
 */
export function repairFuture(
  manifest: KeyRingManifest,
  now: number,
  { publishDelay = PUBLISH_DELAY, retiredFor = RETIRED_FOR }: Schedule = {},
): KeyRingManifest {
  if (manifest.readBack === true) return waitAgain(manifest, now, publishDelay);
  const time = ringTime(manifest, now);
  const moved = new Map<number, number>();
  const keys = manifest.keys.map((entry) => {
    // Clocks of several machines differ a little: what is near enough comes by itself.
    if (time !== now || entry.publishedAt <= now + publishDelay) return entry;
    const signsFrom = now + publishDelay;
    if (entry.signsFrom !== null) moved.set(entry.signsFrom, signsFrom);
    return { ...entry, publishedAt: now, signsFrom };
  });
  if (moved.size === 0) return manifest;
  return {
    ...manifest,
    keys: keys.map((entry) => {
      const until = entry.signsUntil === null ? undefined : moved.get(entry.signsUntil);
      if (until === undefined) return entry;
      const signsUntil = Math.max(entry.signsFrom ?? until, until);
      return { ...entry, signsUntil, removeAfter: signsUntil + retiredFor };
    }),
  };
}
