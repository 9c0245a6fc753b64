import { type Clock, DrawbridgeError, epochSeconds, type ReadBack } from '@drawbridge/core';
import type { Remote } from '../http/remote.ts';
import { otherwise } from './faults.ts';
import { hasKeysOf, keysOf } from './key-set.ts';
import { LONGEST_MAX_AGE, maxAgeOf } from './max-age.ts';
import { type Patience, startPatience } from './patience.ts';
import type { PlacedFile, SiteFile } from './publisher.ts';
import { rankOf } from './rank.ts';
import { type PublicFile, readPublic, requireSame } from './read-public.ts';

/** How a public address is looked at. */
export interface PublicPlaceOptions {
  /** The public address that the site is below: the issuer. */
  readonly address: string;
  /** The way to the public address: without credentials, as everybody goes. */
  readonly remote: Remote;
  readonly clock: Clock;
  /** Seconds until a file must be seen; caches in front of it take time. Default: 60. */
  readonly patience?: number;
  /** Is told when a key set is seen that lacks a key of ours, and for how many seconds caches may keep it. */
  readonly onServed?: (maxAge: number) => Promise<void>;
  /** Waits, in milliseconds. */
  readonly sleep: (milliseconds: number) => Promise<unknown>;
  readonly signal?: AbortSignal | undefined;
}

/** The public place of one file. */
export interface PublicPlace {
  /** The path that the world asks for: an issuer may have a path of its own. */
  readonly path: string;
  /**
   * One look at what is there, before it is replaced.
   *
   * @throws {DrawbridgeError} `publish_failed`, `published_otherwise`
   */
  look(): Promise<PublicFile>;
  /**
   * Tells of a key set that lies there and cannot be seen now: others may have it, for as long as it says.
   *
   * @throws what `onServed` does
   */
  tellOf(placed: PlacedFile): Promise<void>;
  /**
   * Looks until the file is there as it was published.
   *
   * @param onOther - is called when it is not there at the first look
   * @throws {DrawbridgeError} `publish_failed`, `published_otherwise`
   */
  readBack(onOther: () => Promise<void>): Promise<ReadBack>;
}

/** Milliseconds between two looks: the first, and the longest. */
const FIRST_PAUSE = 250;
const LONGEST_PAUSE = 10_000;

/** Milliseconds that the look before writing may take: most often it tells nothing that must be known. */
const BRIEF = 10_000;

/** Where a file is public. The patience is for all looks at it together. */
export function publicPlace(
  file: SiteFile,
  { address, remote, clock, patience: seconds = 60, sleep, signal, onServed }: PublicPlaceOptions,
): PublicPlace {
  const url = `${address.replace(/\/+$/, '')}${file.path}`;
  const isKeySet = rankOf(file) === 0;
  const patience = startPatience(clock, seconds);

  async function see(timeout: number): Promise<PublicFile> {
    const found = await patience.during(() => readPublic(remote, url, timeout));
    await tell(found.body, found.maxAge);
    return found;
  }

  async function tell(body: Uint8Array, maxAge: number): Promise<void> {
    if (!isKeySet || keysOf(body) === undefined || (await hasKeysOf(body, file.body))) return;
    // Nobody waits for longer: a site of before that was good for a year must not stop an issuer.
    await onServed?.(Math.min(maxAge, LONGEST_MAX_AGE));
  }

  return {
    path: `${new URL(address).pathname.replace(/\/+$/, '')}${file.path}`,
    look: () => see(Math.min(BRIEF, patience.look)),
    tellOf: ({ body, cacheControl = '' }) =>
      tell(body, maxAgeOf({ 'cache-control': cacheControl })),
    async readBack(onOther) {
      let told = false;
      for (let wait = FIRST_PAUSE; ; wait = Math.min(2 * wait, LONGEST_PAUSE)) {
        try {
          const found = await see(patience.look);
          requireSame(found, file);
          if (isKeySet) requireShortLived(found);
          return { readBackAt: epochSeconds(clock), maxAge: found.maxAge };
        } catch (thrown) {
          if (!(thrown instanceof DrawbridgeError) || signal?.aborted) throw thrown;
          if (!isWorth(wait, patience)) throw thrown;
          if (!told) await onOther();
          told = true;
          await patience.during(() => sleep(wait));
        }
      }
    },
  };
}

const isWorth = (wait: number, { left }: Patience) => wait <= left;

/** Keys that caches keep for a year are not those that a token of next week is verified by. */
function requireShortLived({ url, maxAge }: PublicFile): void {
  if (maxAge <= LONGEST_MAX_AGE) return;
  throw otherwise(
    `caches may keep ${url} for ${maxAge} seconds, and a new key does not sign before that is over`,
    `Have the server say Cache-Control: max-age=300, at most ${LONGEST_MAX_AGE}.`,
  );
}
