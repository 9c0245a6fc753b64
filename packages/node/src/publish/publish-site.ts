import { setTimeout as pause } from 'node:timers/promises';
import type { ReadBack } from '@drawbridge/core';
import type { Change } from './change-of.ts';
import { type PublicPlaceOptions, publicPlace } from './public-place.ts';
import type { SiteFile } from './publisher.ts';
import { putFile, type PutFileOptions } from './put-file.ts';
import { rankOf } from './rank.ts';

/** What became of a file. */
export interface PublishedFile {
  readonly path: string;
  readonly change: Change;
  /** That it was seen at the public address as it was published. Not there for what no relying party reads. */
  readonly seen?: ReadBack;
}

/** How a site is published. */
export interface PublishOptions extends PutFileOptions, Omit<PublicPlaceOptions, 'sleep'> {
  /**
   * Makes the files. It is asked right before they are written, and again before each kind of file, so that what is
   * written is the newest.
   */
  readonly files: () => Promise<readonly SiteFile[]> | readonly SiteFile[];
  /** Is told of a file that lies at its place and is not seen at its public address at the first look. */
  readonly onUnseen?: (path: string) => void;
  /** Waits, in milliseconds. Default: a timer. */
  readonly sleep?: PublicPlaceOptions['sleep'];
}

/**
 * Publishes a site: first key sets, then discovery documents, then the rest. What lies there already is not written again,
 * so an interrupted publish is gone on with by the same call. No kind is written before the one before it was read back from the
 * public address, so no discovery document ever names keys that nobody can see. A key set of which no key is ours is not
 * replaced: it is the one of another issuer.
 *
 * @throws {DrawbridgeError} `publish_refused`, `publish_failed`, `published_otherwise`
 */
export async function publishSite(options: PublishOptions): Promise<readonly PublishedFile[]> {
  const { publisher, sleep = pause } = options;
  const published: PublishedFile[] = [];
  for (const rank of [0, 1, 2] as const) {
    const put = [];
    for (const file of await options.files()) {
      if (rankOf(file) !== rank) continue;
      const place = publicPlace(file, { ...options, sleep });
      put.push({ place, path: file.path, change: await putFile(file, place, options) });
    }
    const changed = put.filter(({ change }) => change !== 'same').map(({ place }) => place.path);
    if (changed.length > 0) await publisher.purge?.(changed);
    for (const { place, path, change } of put) {
      const onOther = async () => {
        options.onUnseen?.(path);
        // Who was interrupted between writing and purging finds the same file, and an old copy in front of it.
        if (change === 'same') await publisher.purge?.([place.path]);
      };
      // A page for people may be served under another name, and nothing depends on it.
      const seen = rank === 2 ? {} : { seen: await place.readBack(onOther) };
      published.push({ path, change, ...seen });
    }
  }
  return published;
}
