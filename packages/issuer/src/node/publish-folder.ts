import {
  isJsonObject,
  type KeyRingManifest,
  member,
  parseJsonObject,
  ringThumbprints,
  type Schedule,
} from '@drawbridge/core';
import { confirmRing, noteServedKeys, readManifest, type Remote } from '@drawbridge/node';
import {
  createFolderPublisher,
  type PlannedFile,
  planSite,
  type PublishedFile,
  type Publisher,
  publishSite,
  type SiteFile,
} from '@drawbridge/node/publish';
import { readSite, type SiteFolder } from './read-site.ts';
import { outdatedFiles, refreshSite, type SiteRing } from './refresh-site.ts';
import { siteFiles } from './site-files.ts';
import { siteFault } from './site-fault.ts';

/** How the site in a folder is published. */
export interface PublishFolderOptions {
  /** The folder of the site. */
  readonly dir: string;
  readonly ring: SiteRing;
  /** Where it goes. Default: nowhere, since a web server serves the folder itself. */
  readonly publisher?: Publisher | undefined;
  /** Seconds that relying parties and caches may keep its files. Default: `DOCUMENT_MAX_AGE`. */
  readonly maxAge?: number | undefined;
  /** Whether the keys of another issuer may be replaced that lie there. Default: false. */
  readonly replace?: boolean | undefined;
}

/** How it is seen that it became public. */
export interface ReadBackOptions {
  /** The way to the public address: without credentials, as everybody goes. */
  readonly remote: Remote;
  /** Seconds until it must be seen. Default: 60. */
  readonly patience?: number | undefined;
  /** Is told of a file that lies at its place and is not seen at its public address at the first look. */
  readonly onUnseen?: ((path: string) => void) | undefined;
  /** When keys that were seen sign. */
  readonly schedule?: Schedule;
}

/** What became of a site. */
export interface PublishedSite {
  readonly issuer: string;
  readonly files: readonly PublishedFile[];
  /** The ring after its keys were seen. */
  readonly manifest: KeyRingManifest;
}

/**
 * Brings a site up to its key ring, publishes it, reads it back from the public address, and notes which keys were seen
 * there: these may sign. Interrupted, the same call goes on with it.
 *
 * @throws {DrawbridgeError} `usage_invalid` where there is no site; `publish_refused`, `publish_failed`, `published_otherwise`;
 *   `key_ring_unusable`, `data_unusable`
 */
export async function publishFolder({
  dir,
  ring,
  publisher = createFolderPublisher(dir),
  maxAge,
  replace = false,
  remote,
  patience,
  onUnseen,
  schedule,
}: PublishFolderOptions & ReadBackOptions): Promise<PublishedSite> {
  const { issuer, jwksPath } = await siteIn(dir);
  /** The first answer has the key set that is written: what another writes meanwhile, nobody has seen. */
  let kids: readonly string[] | undefined;
  const files = async () => {
    await refreshSite(dir, ring);
    const all = await siteFiles(await siteIn(dir), [], maxAge);
    kids ??= kidsOf(all.find(({ path }) => path === jwksPath));
    return all;
  };
  const { clock } = ring;
  const published = await publishSite({
    publisher,
    files,
    ownKeys: await ownKeysOf(ring),
    replace,
    onServed: (seconds) => noteServedKeys(ring.folder, clock, seconds),
    address: issuer,
    remote,
    clock,
    ...(patience !== undefined && { patience }),
    ...(onUnseen !== undefined && { onUnseen }),
  });
  const seen = published.find(({ path }) => path === jwksPath)?.seen;
  if (seen === undefined) throw new TypeError('a site is published with its key set');
  const shown = { issuer, kids: kids ?? [], ...seen };
  const manifest = await confirmRing(ring.folder, clock, shown, schedule);
  return { issuer, files: published, manifest };
}

/**
 * Says what {@link publishFolder} would do, and changes nothing: neither the site nor the place that it goes to.
 *
 * @throws {DrawbridgeError} as that does
 */
export async function planFolder({
  dir,
  ring,
  publisher = createFolderPublisher(dir),
  maxAge,
  replace = false,
}: PublishFolderOptions): Promise<readonly PlannedFile[]> {
  const site = await siteIn(dir);
  const how = { publisher, ownKeys: await ownKeysOf(ring), replace };
  return planSite(how, await siteFiles(site, await outdatedFiles(site, ring), maxAge));
}

/** Also those that are published no more: they are what an earlier publish has left there. */
async function ownKeysOf({ folder }: SiteRing): Promise<readonly string[]> {
  return ringThumbprints((await readManifest(folder)).manifest);
}

async function siteIn(dir: string): Promise<SiteFolder> {
  const site = await readSite(dir);
  if (site !== undefined) return site;
  throw siteFault(`${dir} has no site`, 'Make one: drawbridge issuer init URL --dir DIR.');
}

function kidsOf(file: SiteFile | undefined): readonly string[] {
  const keys = file && member(parseJsonObject(file.body) ?? {}, 'keys');
  if (!Array.isArray(keys)) return [];
  return keys.flatMap((key: unknown) => {
    const kid = isJsonObject(key) ? member(key, 'kid') : undefined;
    return typeof kid === 'string' ? [kid] : [];
  });
}
