import type { KeyRingManifest } from './manifest.ts';
import { keyState, ringTime } from './schedule.ts';

/** How many keys a ring may publish: as many as AWS reads of one issuer, of each type. */
export const MAX_PUBLISHED_KEYS = 100;

/**
 * Seconds that a manifest still tells of a key after it was removed. Ample, so that a clock which is ahead
 * for an hour or a week costs no key for good.
 */
const REMEMBER_REMOVED = 30 * 86_400;

/** The manifest without the keys that were removed long ago. @param now - seconds since the epoch */
export function pruneRemoved(manifest: KeyRingManifest, now: number): KeyRingManifest {
  const keys = manifest.keys.filter(
    ({ removeAfter }) => removeAfter === null || now < removeAfter + REMEMBER_REMOVED,
  );
  return keys.length === manifest.keys.length ? manifest : { ...manifest, keys };
}

/**
 * Refuses a ring that publishes more keys than relying parties read.
 *
 * @throws {TypeError} saying how many it may have
 */
export function requireBounded(manifest: KeyRingManifest, now: number): void {
  const time = ringTime(manifest, now);
  const published = manifest.keys.filter((entry) => keyState(entry, time) !== 'removed').length;
  if (published > MAX_PUBLISHED_KEYS) {
    throw new TypeError(
      `the ring would publish ${published} keys, and relying parties read ${MAX_PUBLISHED_KEYS} at most`,
    );
  }
}
