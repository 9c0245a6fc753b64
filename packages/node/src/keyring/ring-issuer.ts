import { DrawbridgeError, type KeyRingManifest } from '@drawbridge/core';
import { type ManifestRevision, readManifest } from './manifest-store.ts';

/**
 * Reads the newest revision of the manifest of an issuer. A ring of an earlier release may not say whose it is.
 *
 * @param issuer - the issuer identifier that its keys are to sign for, or to be published under
 * @throws {DrawbridgeError} `key_ring_unusable` when it is the ring of another issuer, or cannot be parsed; `data_unusable`
 */
export async function readRing(folder: string, issuer: string): Promise<ManifestRevision> {
  const read = await readManifest(folder);
  requireIssuer(folder, read.manifest, issuer);
  return read;
}

/** Refuses the ring of another issuer. @throws {DrawbridgeError} `key_ring_unusable` */
export function requireIssuer(folder: string, ring: KeyRingManifest, issuer: string): void {
  if (ring.issuer === undefined || ring.issuer === issuer) return;
  throw new DrawbridgeError('key_ring_unusable', {
    detail: `the key ring in ${folder} is that of the issuer ${ring.issuer}, not of ${issuer}: its keys would sign for both`,
    hint:
      `Give ${issuer} a data folder of its own (--data). If it is the same issuer and its address has changed, its keys can go ` +
      'there: `drawbridge keys export KID --private --out FILE` with the --data of now, then `drawbridge keys import FILE --state active` ' +
      'with the new one, or for a site `drawbridge issuer init URL --dir DIR --key FILE`.',
  });
}

/** The manifest that says whose ring it is; a ring without keys is nobody's. */
export function nameIssuer(ring: KeyRingManifest, issuer: string | undefined): KeyRingManifest {
  if (issuer === undefined || ring.issuer === issuer || ring.keys.length === 0) return ring;
  return { ...ring, issuer };
}
