import { requireCount } from '../count.ts';
import { UPSTREAM_DEFAULTS } from '../upstream-defaults.ts';
import { discoverAddress } from './discover.ts';
import type { FetchDocument } from './documents.ts';
import { fetchJwks } from './fetch-jwks.ts';
import { documentUrlFault } from './issuer-url.ts';
import type { LoadJwks } from './load-jwks.ts';

/** How an upstream issuer's keys are found. */
export interface DiscoveryOptions {
  readonly issuer: string;
  readonly fetch: FetchDocument;
  /**
   * The whole address of the discovery document, where it is not at the issuer's own. The
   * document must name the issuer all the same. https, or http on loopback addresses.
   */
  readonly discoveryUrl?: string;
  /** The largest JWK Set that is read, in bytes. Default: 524,288. */
  readonly maxBytes?: number;
}

/**
 * Reads an issuer's keys by way of its discovery document, which is read anew each time: it is
 * small, and an issuer that moves its keys is followed at the next load.
 *
 * @throws {TypeError} when `discoveryUrl` or `maxBytes` is none
 */
export function loadByDiscovery({ issuer, fetch, ...options }: DiscoveryOptions): LoadJwks {
  const { discoveryUrl } = options;
  const fault = discoveryUrl === undefined ? undefined : documentUrlFault(discoveryUrl);
  if (fault !== undefined) throw new TypeError(`discoveryUrl ${fault}`);
  const maxBytes = requireCount(options.maxBytes ?? UPSTREAM_DEFAULTS.jwksBytes, 'maxBytes');
  let taggedUri: string | undefined;

  return async (etag) => {
    const jwksUri = await discoverAddress('jwks_uri', issuer, fetch, discoveryUrl);
    // An ETag means something at its own address alone (RFC 9110 section 8.8.3).
    const loaded = await fetchJwks(
      jwksUri,
      fetch,
      maxBytes,
      jwksUri === taggedUri ? etag : undefined,
    );
    taggedUri = jwksUri;
    return loaded;
  };
}
