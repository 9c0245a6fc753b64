import { ALGORITHM_NAMES, type Algorithm } from '../engine/algorithms.ts';
import type { PublicJwk } from '../jwks/public-jwk.ts';
import type { KeyEntry, KeyRingManifest, TimedKey } from './manifest.ts';
import { keyState, maySign, ringTime } from './schedule.ts';

/** What a ring comes to at a time, until something changes. */
export interface RingView {
  /** The key that signs with each algorithm, in the order of `ALGORITHM_NAMES`. */
  readonly signers: ReadonlyMap<Algorithm, TimedKey>;
  readonly publicKeys: readonly PublicJwk[];
  /** The view holds from this time on, in seconds since the epoch, and before `until`. */
  readonly from: number;
  readonly until: number;
}

/**
 * Judges a ring at a time.
 *
 * @param now - seconds since the epoch
 * @param isEarly - whether a key has not been published for long enough, whatever the wall clock says; the
 *   key before it then signs on
 */
export function viewRing(
  manifest: KeyRingManifest,
  now: number,
  isEarly: (entry: TimedKey) => boolean,
): RingView {
  const time = ringTime(manifest, now);
  const signers = new Map<Algorithm, TimedKey>();
  for (const alg of ALGORITHM_NAMES) {
    const signer = findSigner(
      manifest.keys.filter(
        (entry): entry is TimedKey => entry.alg === alg && maySign(manifest, entry),
      ),
      time,
      isEarly,
    );
    if (signer !== undefined) signers.set(alg, signer);
  }
  const signing = new Set<KeyEntry>(signers.values());
  const publicKeys = manifest.keys
    .filter((entry) => keyState(entry, time) !== 'removed' || signing.has(entry))
    .map((entry) => entry.publicJwk);
  return { signers, publicKeys, ...boundsAround(manifest, now) };
}

function findSigner(
  keys: readonly TimedKey[],
  time: number,
  isEarly: (entry: TimedKey) => boolean,
): TimedKey | undefined {
  const active = keys.filter((entry) => keyState(entry, time) === 'active');
  const ready = active.findLast((entry) => !isEarly(entry));
  if (ready !== undefined || active.length === 0) return ready;
  // The wall clock was set forward: the handover that it speaks of has not come.
  const first = keys.indexOf(active[0] as TimedKey);
  return keys.slice(0, first).findLast((entry) => !isEarly(entry));
}

/** The changes of a ring before and after a time. */
function boundsAround({ keys }: KeyRingManifest, now: number): { from: number; until: number } {
  let [from, until] = [-Infinity, Infinity];
  for (const { readBackAt = null, signsFrom, signsUntil, removeAfter } of keys) {
    for (const change of [readBackAt, signsFrom, signsUntil, removeAfter]) {
      if (change === null) continue;
      if (change <= now) from = Math.max(from, change);
      else until = Math.min(until, change);
    }
  }
  return { from, until };
}
