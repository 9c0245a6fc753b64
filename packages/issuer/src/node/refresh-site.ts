import { isDeepStrictEqual } from 'node:util';
import { type Clock, DISCOVERY_PATH, epochSeconds } from '@drawbridge/core';
import { readRing } from '@drawbridge/node';
import { DISCOVERY_TYPE, JWKS_TYPE, pretty, publishedKeys, type SiteText } from '../site.ts';
import { readSite, type SiteFolder } from './read-site.ts';
import {
  activeFirst,
  algorithmsOf,
  certificateOf,
  certificatesFor,
  publishedEntries,
} from './ring-keys.ts';
import { requireKeysOf } from './require-keys-of.ts';
import { siteFault } from './site-fault.ts';
import { writeSiteFile } from './write-site-file.ts';

/** The key ring of a site, and what it takes to use it. */
export interface SiteRing {
  /** The folder of the ring. */
  readonly folder: string;
  readonly clock: Clock;
}

/**
 * Brings the JWK Set and the algorithms of a site up to its key ring. Where the keys are, whether they have
 * certificates, all else that discovery says and the page for people stay; a file that says the same stays byte for byte.
 *
 * @returns the files that were written, in the order in which they are to be published
 * @throws {DrawbridgeError} `usage_invalid` when there is no site or a file cannot be written; `key_ring_unusable`,
 *   `data_unusable`
 */
export async function refreshSite(dir: string, ring: SiteRing): Promise<readonly SiteText[]> {
  const site = await readSite(dir);
  if (site === undefined) {
    throw siteFault(`${dir} has no site`, 'Make one: drawbridge issuer init URL --dir DIR.');
  }
  const files = await outdatedFiles(site, ring);
  for (const file of files) await writeSiteFile(dir, file);
  return files;
}

/**
 * The files of a site that say something else than its ring, as they should be.
 *
 * @throws {DrawbridgeError} `usage_invalid` when it is not the ring of the site; `key_ring_unusable`, `data_unusable`
 */
export async function outdatedFiles(
  site: SiteFolder,
  { folder, clock }: SiteRing,
): Promise<readonly SiteText[]> {
  const { issuer, jwksPath, discovery, keys = [] } = site;
  const { manifest } = await readRing(folder, issuer);
  const now = epochSeconds(clock);
  const entries = publishedEntries(manifest, now);
  if (entries.length === 0) {
    throw siteFault(
      `the key ring in ${folder} has no key to publish`,
      'Give the data folder that the site was made with: --data.',
    );
  }
  // Nothing else says that a ring of an earlier release is that of this site.
  if (manifest.issuer === undefined) await requireKeysOf(site, manifest, folder);
  const withCertificates = keys.some((jwk) => certificateOf(jwk) !== undefined);
  const ordered = withCertificates ? activeFirst(entries, manifest, now) : entries;
  const wanted = publishedKeys({
    keys: ordered.map(({ publicJwk }) => publicJwk),
    ...(withCertificates && {
      certificates: await certificatesFor(ordered, keys),
    }),
  });
  const files: SiteText[] = [];
  if (!isDeepStrictEqual(wanted, keys)) {
    files.push({ path: jwksPath, text: pretty({ keys: wanted }), contentType: JWKS_TYPE });
  }
  const named = 'id_token_signing_alg_values_supported';
  const algorithms = algorithmsOf(entries);
  if (!isDeepStrictEqual(discovery[named], algorithms)) {
    const text = pretty({ ...discovery, [named]: algorithms });
    files.push({ path: DISCOVERY_PATH, text, contentType: DISCOVERY_TYPE });
  }
  return files;
}
