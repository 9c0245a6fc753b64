import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import {
  type Clock,
  DrawbridgeError,
  epochSeconds,
  type Log,
  requireSeconds,
  type Sealer,
  silentLog,
  systemClock,
  toDrawbridgeError,
} from '@drawbridge/core';
import { folderKeeper } from '../files/folder-keeper.ts';
import {
  deriveSealingKey,
  openWith,
  parseSealed,
  type SealedText,
  type SealingKey,
  sealWith,
} from '../seal/sealing-key.ts';
import {
  type CookieRing,
  formatRing,
  foundCookieRing,
  parseRing,
  renewRing,
  sealingKey,
} from './cookie-ring.ts';

/** What {@link openCookieKeys} is told. */
export interface CookieKeysOptions {
  /** The data folder: the secrets are in its folder `cookie-keys`. */
  readonly folder: string;
  /** Seconds that what is sealed is to be opened, at the longest: of the longest session. */
  readonly lifetime: number;
  /** Seconds that each secret seals. Default: 30 days. */
  readonly sealsFor?: number;
  /** As for `createSealer` of `@drawbridge/core`. Default: `cookies`. */
  readonly purpose?: string;
  /** Default: the machine's. */
  readonly clock?: Clock;
  readonly log?: Log;
}

const SEALS_FOR = 30 * 86_400;

/** Milliseconds after which the folder is looked at again, beside the work. */
const LOOK_AFTER = 60_000;
/** Milliseconds after which nothing is sealed before it was: far less than a new secret waits until it seals. */
const STALE_AFTER = 300_000;
/** Milliseconds between two looks for a secret that nobody here knows: made-up texts must not keep the disk busy. */
const LOOK_FOR_AFTER = 10_000;
/** How often a change is tried anew where other processes change the ring. Each time one of them is done. */
const MAX_ATTEMPTS = 10;

/** A ring that was read, with its keys. */
interface ReadRing {
  readonly text: string;
  readonly ring: CookieRing;
  /** By the identifier of a key. */
  readonly keys: ReadonlyMap<string, SealingKey>;
  /** By its secret. */
  readonly bySecret: ReadonlyMap<string, SealingKey>;
}

/**
 * Opens the secrets that cookies are sealed with, in the data folder, and makes the first one where there is none. A new one
 * takes its place by itself every 30 days: written an hour before it seals, by one compare-and-set, it is known to
 * all processes that share the folder by then; and the old ones open what they sealed for as long as that can live. A process
 * reads the folder again once a minute while it is used, and where it meets a text of a secret that it does not know.
 *
 * The sealer answers at once, but where it has to read the folder. Where that fails, it goes on with what it
 * knows, and says so to the log.
 *
 * @throws {DrawbridgeError} `data_unusable` for a folder that cannot be used, other users can read, or this release does not
 *   know the format of
 * @throws {TypeError} for a time that is none
 */
export async function openCookieKeys(options: CookieKeysOptions): Promise<Sealer> {
  const { purpose = 'cookies', clock = systemClock, log = silentLog } = options;
  const schedule = {
    lifetime: requireSeconds(options.lifetime, 'lifetime'),
    sealsFor: requireSeconds(options.sealsFor ?? SEALS_FOR, 'sealsFor'),
  };
  if (schedule.sealsFor === 0) throw new TypeError('sealsFor is 0, so that no secret would seal');
  const place = join(options.folder, 'cookie-keys');
  const keeper = folderKeeper(place, 'keys');
  let current: ReadRing = await load(undefined);
  let lookedAt = marks();
  let looking: Promise<void> | undefined;

  function marks() {
    return { wall: clock.now(), monotonic: clock.monotonic() };
  }

  /** Milliseconds since the folder was looked at, by the clock that says more: one of them stands while a machine sleeps. */
  function age(): number {
    const { wall, monotonic } = marks();
    return Math.max(monotonic - lookedAt.monotonic, Math.abs(wall - lookedAt.wall));
  }

  /** Reads the ring, and changes it where it is time. */
  async function load(known: ReadRing | undefined): Promise<ReadRing> {
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const kept = await keeper.read();
      const ring = kept && (parseRing(kept.text) ?? refuse(place));
      const now = epochSeconds(clock);
      const next =
        ring === undefined
          ? foundCookieRing(now, makeSecret)
          : renewRing(ring, now, schedule, makeSecret);
      if (kept !== undefined && next === ring) return derive(ring, kept.text, known);
      const text = formatRing(next);
      if ((await keeper.write(text, kept?.version)) === undefined) continue;
      if (ring !== undefined) log.info('cookie keys renewed', { keys: next.length });
      return derive(next, text, known);
    }
    throw new DrawbridgeError('data_unusable', {
      detail: `${place} was changed by others each time that it was to be changed`,
      hint: 'Nothing was changed. Try again later.',
    });
  }

  function derive(ring: CookieRing, text: string, known: ReadRing | undefined): ReadRing {
    if (known?.text === text) return known;
    const bySecret = new Map(
      ring.map(({ secret }) => [
        secret,
        known?.bySecret.get(secret) ?? deriveSealingKey(Buffer.from(secret, 'base64url'), purpose),
      ]),
    );
    const keys = new Map([...bySecret.values()].map((key) => [key.id, key]));
    return { text, ring, keys, bySecret };
  }

  /** Looks at the folder again, once for all who want that. It never fails. */
  function look(): Promise<void> {
    looking ??= (async () => {
      lookedAt = marks();
      try {
        current = await load(current);
      } catch (thrown) {
        log.warn('cookie keys not read again: those that are known go on', {
          detail: toDrawbridgeError(thrown).message,
        });
      } finally {
        looking = undefined;
      }
    })();
    return looking;
  }

  function sealNow(text: string, context: string): string {
    const { secret } = sealingKey(current.ring, epochSeconds(clock));
    return sealWith(current.bySecret.get(secret) as SealingKey, text, context);
  }

  function openNow(parsed: SealedText, context: string): string | undefined {
    const key = current.keys.get(parsed.id);
    return key && openWith(key, parsed, context);
  }

  return {
    seal(text, context) {
      const since = age();
      if (since > STALE_AFTER) return look().then(() => sealNow(text, context));
      if (since > LOOK_AFTER) void look();
      return sealNow(text, context);
    },

    open(sealed, context) {
      const parsed = parseSealed(sealed);
      if (parsed === undefined) return undefined;
      if (!current.keys.has(parsed.id) && age() > LOOK_FOR_AFTER) {
        return look().then(() => openNow(parsed, context));
      }
      return openNow(parsed, context);
    },
  };
}

function makeSecret(): string {
  return randomBytes(32).toString('base64url');
}

function refuse(place: string): never {
  throw new DrawbridgeError('data_unusable', {
    detail: `what is in ${place} are no keys that this release wrote`,
    hint: 'They were left as they are. Use the release that wrote them, or restore them; or remove the folder, and everybody signs in again.',
  });
}
