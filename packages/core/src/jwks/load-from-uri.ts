import { requireCount } from '../count.ts';
import { UPSTREAM_DEFAULTS } from '../upstream-defaults.ts';
import type { FetchDocument } from './documents.ts';
import { fetchJwks } from './fetch-jwks.ts';
import { documentUrlFault } from './issuer-url.ts';
import type { LoadJwks } from './load-jwks.ts';

/** Where an upstream issuer that has no discovery document serves its keys. */
export interface UriOptions {
  /** An https URL; http on loopback addresses alone. */
  readonly jwksUri: string;
  readonly fetch: FetchDocument;
  /** The largest JWK Set that is read, in bytes. Default: 524,288. */
  readonly maxBytes?: number;
}

/**
 * Reads an issuer's keys from a known address.
 *
 * @throws {TypeError} when the address or the limit is none
 */
export function loadFromUri({ jwksUri, fetch, ...options }: UriOptions): LoadJwks {
  const fault = documentUrlFault(jwksUri);
  if (fault !== undefined) throw new TypeError(`jwksUri ${fault}`);
  const maxBytes = requireCount(options.maxBytes ?? UPSTREAM_DEFAULTS.jwksBytes, 'maxBytes');
  return (etag) => fetchJwks(jwksUri, fetch, maxBytes, etag);
}
