import { setTimeout as pause } from 'node:timers/promises';
import {
  type Clock,
  DrawbridgeError,
  epochSeconds,
  member,
  parseJsonObject,
  type ReadBack,
} from '@drawbridge/core';
import type { Remote } from '../http/remote.ts';
import { LONGEST_MAX_AGE } from './max-age.ts';
import type { PlacedFile, Publisher, SiteFile } from './publisher.ts';
import { otherwise } from './faults.ts';
import { type PublicFile, readPublic, requireSame } from './read-public.ts';

/** What became of a file. */
export interface PublishedFile {
  readonly path: string;
  readonly change: 'same' | 'changed' | 'created';
  /** That it was seen at the public address as it was published. Not there for what no relying party reads. */
  readonly seen?: ReadBack;
}

/** How a site is published. */
export interface PublishOptions {
  readonly publisher: Publisher;
  /**
   * Makes the files. It is asked right before they are written, and again before each kind of file, so that what is
   * written is the newest.
   */
  readonly files: () => Promise<readonly SiteFile[]> | readonly SiteFile[];
  /** The public address that the site is below: the issuer. */
  readonly address: string;
  /** The way to the public address: without credentials, as everybody goes. */
  readonly remote: Remote;
  readonly clock: Clock;
  /** Seconds until a file must be seen; caches in front of it take time. Default: 60. */
  readonly patience?: number;
  /** Waits, in milliseconds. Default: a timer. */
  readonly sleep?: (milliseconds: number) => Promise<unknown>;
  readonly signal?: AbortSignal;
}

/** Milliseconds between two looks at the public address: the first, and the longest. */
const FIRST_PAUSE = 250;
const LONGEST_PAUSE = 10_000;

/** The order in which kinds of files become public: keys before what points to them. */
type Rank = 0 | 1 | 2;

/**
 * Publishes a site: first key sets, then discovery documents, then the rest. What lies there already is not written again,
 * so an interrupted publish is gone on with by the same call. No kind is written before the one before it was read back from the
 * public address, so no discovery document ever names keys that nobody can see.
 *
 * @throws {DrawbridgeError} `publish_refused`, `publish_failed`, `published_otherwise`
 */
export async function publishSite(options: PublishOptions): Promise<readonly PublishedFile[]> {
  const published: PublishedFile[] = [];
  for (const rank of [0, 1, 2] as const) {
    const files = (await options.files()).filter((file) => rankOf(file) === rank);
    const changes = new Map<SiteFile, PublishedFile['change']>();
    for (const file of files) {
      const change = changeOf(file, await options.publisher.read(file.path));
      if (change !== 'same') await options.publisher.write(file);
      changes.set(file, change);
    }
    const changed = files.filter((file) => changes.get(file) !== 'same').map(({ path }) => path);
    if (changed.length > 0)
      await options.publisher.purge?.(changed.map((path) => publicPath(options.address, path)));
    for (const [file, change] of changes) {
      // A page for people may be served under another name, and nothing depends on it.
      const seen = rank === 2 ? {} : { seen: await readBack(file, change, options) };
      published.push({ path: file.path, change, ...seen });
    }
  }
  return published;
}

/** What a file would change at its place. */
export function changeOf(file: SiteFile, placed: PlacedFile | undefined): PublishedFile['change'] {
  if (placed === undefined) return 'created';
  const { body, contentType = file.contentType, cacheControl = file.cacheControl } = placed;
  const isSame =
    Buffer.from(body).equals(Buffer.from(file.body)) &&
    contentType === file.contentType &&
    cacheControl === file.cacheControl;
  return isSame ? 'same' : 'changed';
}

/** A key set has keys, and a discovery document says where they are. */
function rankOf({ body }: SiteFile): Rank {
  const value = parseJsonObject(body);
  if (value === undefined) return 2;
  if (Array.isArray(member(value, 'keys'))) return 0;
  return member(value, 'jwks_uri') === undefined ? 2 : 1;
}

async function readBack(
  file: SiteFile,
  change: PublishedFile['change'],
  { publisher, address, remote, clock, patience = 60, sleep = pause, signal }: PublishOptions,
): Promise<ReadBack> {
  const url = `${address.replace(/\/+$/, '')}${file.path}`;
  const until = clock.monotonic() + patience * 1000;
  // Who was interrupted between writing and purging finds the same file, and an old copy in front of it.
  let purged = change !== 'same';
  for (let wait = FIRST_PAUSE; ; wait = Math.min(2 * wait, LONGEST_PAUSE)) {
    try {
      const found = await readPublic(remote, url);
      requireSame(found, file);
      if (rankOf(file) === 0) requireShortLived(found);
      return { readBackAt: epochSeconds(clock), maxAge: found.maxAge };
    } catch (thrown) {
      if (!(thrown instanceof DrawbridgeError) || signal?.aborted) throw thrown;
      if (clock.monotonic() + wait > until) throw thrown;
      if (!purged) await publisher.purge?.([publicPath(address, file.path)]);
      purged = true;
      await sleep(wait);
    }
  }
}

/** Keys that caches keep for a year are not those that a token of next week is verified by. */
function requireShortLived({ url, maxAge }: PublicFile): void {
  if (maxAge <= LONGEST_MAX_AGE) return;
  throw otherwise(
    `caches may keep ${url} for ${maxAge} seconds, and a new key does not sign before that is over`,
    `Have the server say Cache-Control: max-age=300, at most ${LONGEST_MAX_AGE}.`,
  );
}

/** The path that the world asks for: an issuer may have a path of its own. */
function publicPath(address: string, path: string): string {
  return `${new URL(address).pathname.replace(/\/+$/, '')}${path}`;
}
