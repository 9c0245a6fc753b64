import { join } from 'node:path';
import { DISCOVERY_PATH, DOCUMENT_MAX_AGE } from '@drawbridge/core';
import type { SiteFile } from '@drawbridge/node/publish';
import { INDEX_PATH } from '../jwks-path.ts';
import { DISCOVERY_TYPE, INDEX_TYPE, JWKS_TYPE, type SiteText } from '../site.ts';
import { readInside } from './read-inside.ts';
import type { SiteFolder } from './read-site.ts';
import { siteFault } from './site-fault.ts';

/** How long relying parties and caches may keep a file. @param maxAge - seconds */
export const cacheFor = (maxAge: number = DOCUMENT_MAX_AGE) => `public, max-age=${maxAge}`;

/**
 * The files of a site as they lie in its folder, in the order in which they are to become public.
 *
 * @param instead - files that are to be there and are not yet: they take the place of those in the folder
 * @param maxAge - seconds that relying parties and caches may keep them; default: `DOCUMENT_MAX_AGE`
 * @throws {DrawbridgeError} `usage_invalid` where a document is missing or cannot be read
 */
export async function siteFiles(
  { dir, jwksPath }: Pick<SiteFolder, 'dir' | 'jwksPath'>,
  instead: readonly SiteText[] = [],
  maxAge?: number,
): Promise<readonly SiteFile[]> {
  const kinds = [
    [jwksPath, JWKS_TYPE],
    [DISCOVERY_PATH, DISCOVERY_TYPE],
    [INDEX_PATH, INDEX_TYPE],
  ] as const;
  const files = await Promise.all(
    kinds.map(async ([path, contentType]) => {
      const other = instead.find((file) => file.path === path);
      const body =
        other === undefined ? await readInside(dir, path) : new TextEncoder().encode(other.text);
      return body && { path, body, contentType, cacheControl: cacheFor(maxAge) };
    }),
  );
  // The page for people may be missing, as in a site that was made by hand.
  if (files[0] !== undefined) return files.filter((file) => file !== undefined);
  throw siteFault(
    `${join(dir, jwksPath)} is not there, and ${DISCOVERY_PATH} names it`,
    'Complete the site: drawbridge issuer init.',
  );
}
