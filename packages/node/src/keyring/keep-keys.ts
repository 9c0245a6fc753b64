import {
  type Algorithm,
  type Clock,
  DrawbridgeError,
  dueRotations,
  epochSeconds,
  holdUnread,
  type KeyEntry,
  keysByAlgorithm,
  type KeyRingManifest,
  type Log,
  type Metrics,
  releaseHeld,
  repairFuture,
} from '@drawbridge/core';
import { addKeys } from './add-key.ts';
import type { OpenKeyRing } from './open-key-ring.ts';

/** Seconds between two looks at the schedule. */
const LOOK_EVERY = 60;

/** What is said of the keys of a ring. */
export interface KeyTerms {
  /** Those that the ring has keys for. Default: one for the algorithm that is signed with, where the ring is empty. */
  readonly algorithms?: readonly Algorithm[] | undefined;
  /** Seconds that a key signs before it is replaced. Default: it is not. */
  readonly rotateEvery?: number | undefined;
  /** Seconds between publishing a key and signing with it. */
  readonly publishDelay?: number | undefined;
  /** Seconds that a key stays published once it signs no more. */
  readonly retiredFor?: number | undefined;
}

/** What the keys of a ring in use are kept by. */
export interface KeepKeysOptions {
  readonly folder: string;
  readonly issuer: string;
  readonly keys: KeyTerms | undefined;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly keyRing: Pick<OpenKeyRing, 'manifest'>;
  /** Seconds between two looks. Default: 60. */
  readonly lookEvery?: number;
}

/** What a ring must have. */
export interface KeySettings {
  readonly issuer: string;
  readonly keys?: KeyTerms | undefined;
  /** `default` is the algorithm of the first key. Default: RS256. */
  readonly signing?: { readonly default?: Algorithm | undefined } | undefined;
  /** Anything: the documents are published elsewhere. */
  readonly publish?: object | undefined;
}

/**
 * Makes the keys that a ring must have and lacks: those of the `algorithms` that are given; without, one for the
 * default algorithm where the ring is empty. Where the documents are published elsewhere, keys wait to be read back. Of several processes that start at once, one makes them.
 *
 * @param mayFound - whether an empty ring may be begun. Not where one is in use: its folder is lost then, an
 *   unmounted volume perhaps, and another ring in its place would sign with keys that nobody knows. Default: true
 * @returns the keys that were made now
 * @throws {DrawbridgeError} `data_unusable`; `key_ring_unusable`, also when it is the ring of another issuer
 */
export async function ensureKeys(
  folder: string,
  { issuer, keys, signing, publish }: KeySettings,
  clock: Clock,
  mayFound = true,
): Promise<readonly KeyEntry[]> {
  const wanted = (manifest: KeyRingManifest, now: number): readonly Algorithm[] => {
    if (!mayFound && manifest.keys.length === 0) return [];
    if (keys?.algorithms === undefined) {
      return manifest.keys.length === 0 ? [signing?.default ?? 'RS256'] : [];
    }
    const present = new Set(keysByAlgorithm(manifest, now).map(({ alg }) => alg));
    return keys.algorithms.filter((alg) => !present.has(alg));
  };
  const schedule = scheduleOf(keys);
  const before = (manifest: KeyRingManifest, now: number): KeyRingManifest => {
    if (!mayFound && manifest.keys.length === 0) return manifest;
    if (publish !== undefined) return holdUnread(manifest, now);
    requireKnown(folder, manifest);
    return releaseHeld(manifest, now, schedule);
  };
  return addKeys(folder, wanted, clock, { ...schedule, before, issuer });
}

/** Keys that wait to be seen by strangers may be those of a site, where nobody says whose they are: then none is let go of. */
function requireKnown(folder: string, { issuer, keys, readBack }: KeyRingManifest): void {
  if (issuer !== undefined || readBack !== true || keys.length === 0) return;
  throw new DrawbridgeError('key_ring_unusable', {
    detail: `the keys in ${folder} are published elsewhere, and an earlier release has not noted for which issuer`,
    hint:
      'If they are those of a site, give the exchange a data folder of its own. If they are its own, start it once more with ' +
      'exchange.publish as it was: then it is noted.',
  });
}

/**
 * Rotates the keys of a ring in use when their time comes, and tells since when they sign. A rotation that
 * fails is tried again at the next look: there is an hour or more until it matters.
 *
 * @returns ends it
 */
export function keepKeys(options: KeepKeysOptions): () => void {
  const { keys, log, keyRing, clock, metrics, lookEvery = LOOK_EVERY } = options;
  const rotateEvery = keys?.rotateEvery;
  let busy = false;
  const look = async () => {
    tellBeginnings(keyRing.manifest(), clock, metrics);
    if (rotateEvery === undefined || busy) return;
    busy = true;
    try {
      await rotateDue(options, rotateEvery);
    } catch (thrown) {
      const { message, hint } = thrown as DrawbridgeError;
      log.error('keys not rotated', { detail: message, hint });
    } finally {
      busy = false;
    }
  };
  void look();
  const timer = setInterval(() => void look(), lookEvery * 1000);
  timer.unref();
  return () => clearInterval(timer);
}

async function rotateDue(
  { folder, issuer, keys, clock, log }: KeepKeysOptions,
  rotateEvery: number,
): Promise<void> {
  const schedule = scheduleOf(keys);
  const made = await addKeys(
    folder,
    (manifest, now) => dueRotations(manifest, rotateEvery, now, schedule),
    clock,
    { ...schedule, issuer, before: (manifest, now) => repairFuture(manifest, now, schedule) },
  );
  for (const { kid, alg, signsFrom } of made) {
    log.info('signing key rotated', {
      kid,
      alg,
      signsFrom: signsFrom === null ? 'read back' : new Date(signsFrom * 1000).toISOString(),
    });
  }
}

function tellBeginnings(manifest: KeyRingManifest, clock: Clock, metrics: Metrics): void {
  const now = epochSeconds(clock);
  for (const { alg, active } of keysByAlgorithm(manifest, now)) {
    if (active === undefined) continue;
    metrics.set('drawbridge_signing_key_active_timestamp_seconds', { alg }, active.signsFrom);
  }
}

/** The phases of a key's life. */
export function scheduleOf(keys: KeyTerms | undefined) {
  return { publishDelay: keys?.publishDelay, retiredFor: keys?.retiredFor };
}
