import {
  type JsonObject,
  jwkThumbprint,
  type KeyRingManifest,
  type PublicJwk,
  ringThumbprints,
} from '@drawbridge/core';
import type { SiteFolder } from './read-site.ts';
import { siteFault } from './site-fault.ts';

/**
 * Refuses a site that shows keys, none of which is or was of this ring. One that was withdrawn counts: a site that shows
 * it still is to be brought up to its ring.
 *
 * @throws {DrawbridgeError} `usage_invalid`
 */
export async function requireKeysOf(
  { dir, keys = [] }: SiteFolder,
  ring: KeyRingManifest,
  folder: string,
): Promise<void> {
  const own = new Set(ringThumbprints(ring));
  const shown = await Promise.all(keys.map(thumbprintOf));
  if (keys.length === 0 || shown.some((thumbprint) => own.has(thumbprint))) return;
  throw siteFault(
    `${dir} publishes keys of which none is in the key ring in ${folder}; nothing was changed`,
    'Give the data folder that it was made with (--data), or take it over with its private key: --key FILE --kid KID.',
  );
}

/** @returns nothing for a key of a kind that no ring has */
async function thumbprintOf(jwk: JsonObject): Promise<string> {
  try {
    return await jwkThumbprint(jwk as unknown as PublicJwk);
  } catch {
    return '';
  }
}
