import {
  DISCOVERY_PATH,
  DOCUMENT_MAX_AGE,
  issuerDocument,
  JWKS_PATH,
  keysByAlgorithm,
  type KeyRingManifest,
  keyState,
  ringTime,
} from '@drawbridge/core';
import { certifiedKeys, preferredFirst } from '../../documents/certified-keys.ts';
import type { SigningPreference } from '../../exchange-options.ts';
import type { SiteFile } from '@drawbridge/node/publish';

/** What the documents of an exchange are made of. */
export interface DocumentFilesOptions {
  readonly issuer: string;
  readonly claims: readonly string[];
  /** The newest manifest. */
  readonly manifest: KeyRingManifest;
  /** Keys that this process may still sign with, whatever the wall clock says: stay published while the ring has them. */
  readonly kids: ReadonlySet<string>;
  /** Seconds since the epoch. */
  readonly now: number;
  readonly maxAge?: number | undefined;
  readonly withCertificates?: boolean | undefined;
  readonly signing?: SigningPreference | undefined;
}

/** The documents of an exchange as files, and the keys that they show. */
export interface DocumentFiles {
  readonly files: readonly SiteFile[];
  readonly kids: readonly string[];
}

/** The same documents that the exchange serves itself, to lie below the address of the issuer. */
export async function documentFiles(options: DocumentFilesOptions): Promise<DocumentFiles> {
  const { issuer, claims, manifest, kids, now, maxAge = DOCUMENT_MAX_AGE } = options;
  const time = ringTime(manifest, now);
  const keys = manifest.keys
    .filter((entry) => keyState(entry, time) !== 'removed' || kids.has(entry.kid))
    .map(({ publicJwk }) => publicJwk);
  // Also of keys that only wait: who reads the documents must know the algorithm before the first signature.
  const byAlgorithm = keysByAlgorithm(manifest, now);
  const algorithms = byAlgorithm.map(({ alg }) => alg);
  const signing = preferredFirst(algorithms, options.signing?.default).flatMap(
    (wanted) => byAlgorithm.find(({ alg }) => alg === wanted)?.active?.kid ?? [],
  );
  const shown = options.withCertificates === true ? await certifiedKeys(keys, signing) : keys;
  const file = (path: string, contentType: string, value: object): SiteFile => ({
    path,
    body: Buffer.from(JSON.stringify(value)),
    contentType,
    cacheControl: `public, max-age=${maxAge}`,
  });
  return {
    files: [
      file(JWKS_PATH, 'application/jwk-set+json', { keys: shown }),
      file(DISCOVERY_PATH, 'application/json', issuerDocument({ issuer, algorithms, claims })),
    ],
    kids: keys.flatMap(({ kid }) => kid ?? []),
  };
}
