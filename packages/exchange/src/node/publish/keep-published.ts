import { setTimeout as pause } from 'node:timers/promises';
import {
  type Clock,
  type DrawbridgeError,
  epochSeconds,
  JWKS_PATH,
  type KeyRingManifest,
  type Log,
  type Metrics,
  ringThumbprints,
  type Schedule,
} from '@drawbridge/core';
import { confirmRing, noteServedKeys, type OpenKeyRing, type Runtime } from '@drawbridge/node';
import { publishSite, type Publisher } from '@drawbridge/node/publish';
import type { SigningPreference } from '../../exchange-options.ts';
import { documentFiles } from './document-files.ts';

/** What the documents of an exchange are kept public by. */
export interface KeepPublishedOptions {
  /** Of the key ring. */
  readonly folder: string;
  readonly issuer: string;
  readonly claims: readonly string[];
  readonly publisher: Publisher;
  readonly keyRing: Pick<OpenKeyRing, 'newest' | 'publicKeys'>;
  readonly schedule: Schedule;
  readonly maxAge: number | undefined;
  readonly withCertificates?: boolean;
  readonly signing?: SigningPreference | undefined;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly http: Runtime['http'];
  /** Seconds between two looks at the ring. Default: 1. */
  readonly lookEvery?: number;
  /** Seconds that a publish may take to be seen. Default: 60. */
  readonly patience?: number;
}

/** Milliseconds: between two looks at what is public though nothing has changed, and between two attempts that fail. */
const DRIFT_EVERY = 300_000;
const FIRST_PAUSE = 5_000;
const LONGEST_PAUSE = 300_000;

/**
 * Keeps the documents of an exchange public elsewhere: at start, whenever its keys change, and now and then to see whether
 * somebody else has changed them. A key signs only after it was read back, so while this fails the keys of before sign.
 * What lies there at start and has no key of the ring is another issuer's, and stays; once the documents were public, whoever
 * puts other keys in their place is an intruder.
 * Any number of processes may do so at once: what is written is the newest manifest, and what is there is not written again.
 *
 * @returns ends it
 */
export function keepPublished(options: KeepPublishedOptions): () => Promise<void> {
  const { keyRing, publisher, clock, log, metrics, http, lookEvery = 1 } = options;
  const remote = http.remote({ caSetting: 'outbound.caFile' });
  const ending = new AbortController();
  /** The keys that were published last; the same list until something changes. */
  let seen: readonly unknown[] | undefined;
  let dueAt = -Infinity;
  let wait = FIRST_PAUSE;
  let told: string | undefined;
  let running: Promise<void> | undefined;
  /** Whether the log has it that the ring is let go of. */
  let toldFree = false;

  /** Of two exchanges on one ring, of which one does not publish, that one has keys sign without being read back. */
  function tellFree({ readBack }: KeyRingManifest): void {
    const isFree = readBack !== true;
    if (isFree && !toldFree) {
      log.warn('keys wait for nobody', {
        folder: options.folder,
        detail:
          'an exchange without exchange.publish was started on this key ring: new keys sign though nobody has read them back',
        hint: 'Give all exchanges on one ring the same exchange.publish, and start one that publishes again.',
      });
    }
    toldFree = isFree;
  }

  async function publish(): Promise<void> {
    const { folder, issuer, schedule } = options;
    const keys = keyRing.publicKeys();
    const own = new Set(keys.flatMap(({ kid }) => kid ?? []));
    let shown: readonly string[] | undefined;
    const files = async () => {
      const { claims, maxAge, withCertificates, signing } = options;
      const manifest = await keyRing.newest();
      const now = epochSeconds(clock);
      const made = await documentFiles({
        issuer,
        claims,
        manifest,
        kids: own,
        now,
        maxAge,
        withCertificates,
        signing,
      });
      // Key sets come first: what they show is what can be confirmed.
      shown ??= made.kids;
      return made.files;
    };
    // A folder that was lost is no wish to publish no keys.
    const manifest = await keyRing.newest();
    tellFree(manifest);
    const published = await publishSite({
      publisher,
      files,
      ownKeys: ringThumbprints(manifest),
      replace: seen !== undefined,
      onServed: (seconds) => noteServedKeys(folder, clock, seconds),
      address: issuer,
      remote,
      clock,
      signal: ending.signal,
      // After a failure it was told already, with why.
      onUnseen: (path) => {
        if (told === undefined) log.info('document not seen yet', { path, at: issuer });
      },
      sleep: (milliseconds) =>
        pause(milliseconds, undefined, { signal: ending.signal, ref: false }),
      ...(options.patience !== undefined && { patience: options.patience }),
    });
    const set = published.find(({ path }) => path === JWKS_PATH)?.seen;
    if (set === undefined || shown === undefined) return;
    await confirmRing(folder, clock, { issuer, kids: shown, ...set }, schedule);
    metrics.set('drawbridge_published_timestamp_seconds', {}, set.readBackAt);
    seen = keys;
    const changed = published.filter(({ change }) => change !== 'same').map(({ path }) => path);
    if (changed.length > 0 || told !== undefined) {
      log.info('documents published', { to: publisher.name, changed: changed.join(' ') });
    }
  }

  async function attempt(): Promise<void> {
    try {
      await publish();
      told = undefined;
      wait = FIRST_PAUSE;
      dueAt = clock.monotonic() + DRIFT_EVERY;
    } catch (thrown) {
      if (ending.signal.aborted) return;
      const { message, hint } = thrown as DrawbridgeError;
      metrics.count('drawbridge_publish_failures_total', {});
      if (message !== told) log.error('documents not published', { detail: message, hint });
      told = message;
      dueAt = clock.monotonic() + wait;
      wait = Math.min(2 * wait, LONGEST_PAUSE);
    }
  }

  function look(): void {
    if (running !== undefined || ending.signal.aborted) return;
    const isNew = told === undefined && keyRing.publicKeys() !== seen;
    if (!isNew && clock.monotonic() < dueAt) return;
    running = attempt().finally(() => {
      running = undefined;
    });
  }

  look();
  const timer = setInterval(look, lookEvery * 1000);
  timer.unref();
  return async () => {
    clearInterval(timer);
    ending.abort();
    // A request that is under way ends by its own time-out; nobody waits for that.
    await Promise.race([running, pause(1000, undefined, { ref: false })]);
    await remote.close();
  };
}
