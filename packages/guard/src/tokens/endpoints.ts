import {
  type Clock,
  createFetchDocument,
  discoverAddress,
  DrawbridgeError,
  isForbiddenHost,
} from '@drawbridge/core';
import type { TokenEndpoint } from '@drawbridge/oauth';
import type { BackgroundTokensOptions } from './options.ts';

/** Where the provider is asked. */
export interface Endpoints {
  /** @throws {DrawbridgeError} of an upstream, where it is not known */
  token(): Promise<TokenEndpoint>;
  /** @throws {DrawbridgeError} of an upstream, also where there is none */
  revocation(): Promise<TokenEndpoint>;
}

/** Seconds after which a discovered address is looked up again: issuers move. */
const MAX_AGE = 600;

/** Finds endpoints by discovery, unless they are given: when they are first needed, once for all who do at a time. */
export function createEndpoints(
  options: BackgroundTokensOptions & { readonly clock: Clock },
): Endpoints {
  const { issuer, client, openIdConnectUrl, clock } = options;
  const { fetchDocument = createFetchDocument() } = options;
  const { fetch = (url, init) => globalThis.fetch(url, init) } = options;

  async function discover(name: 'token_endpoint' | 'revocation_endpoint'): Promise<string> {
    const address = await discoverAddress(name, issuer, fetchDocument, openIdConnectUrl);
    if (!isForbiddenHost(new URL(address))) return address;
    throw new DrawbridgeError('upstream_invalid', {
      detail: `${address} is not asked: it stands for a link-local or cloud metadata address`,
      issuer,
    });
  }

  function finder(given: string | undefined, name: 'token_endpoint' | 'revocation_endpoint') {
    let found: { readonly address: Promise<string>; readonly until: number } | undefined;
    const find = () => {
      const now = clock.monotonic();
      if (found === undefined || now >= found.until) {
        const address = discover(name);
        const entry = { address, until: now + MAX_AGE * 1000 };
        found = entry;
        address.catch(() => {
          if (found === entry) found = undefined;
        });
      }
      return found.address;
    };
    return async () => ({ url: given ?? (await find()), fetch, client });
  }

  return {
    token: finder(options.tokenEndpoint, 'token_endpoint'),
    revocation: finder(options.revocationEndpoint, 'revocation_endpoint'),
  };
}
