import { type Clock, createFetchDocument } from '@drawbridge/core';
import { discoverEndpoint, type FetchToken, type TokenEndpoint } from '@drawbridge/oauth';
import type { BackgroundTokensOptions } from './options.ts';

/** Where the provider is asked. */
export interface Endpoints {
  /** @throws {DrawbridgeError} of an upstream, where it is not known */
  token(): Promise<TokenEndpoint>;
  /** @throws {DrawbridgeError} of an upstream, also where there is none */
  revocation(): Promise<TokenEndpoint>;
}

/** Finds endpoints by discovery, unless they are given. */
export function createEndpoints(
  options: BackgroundTokensOptions & { readonly clock: Clock },
): Endpoints {
  const { issuer, client, openIdConnectUrl: discoveryUrl, clock } = options;
  const { fetchDocument = createFetchDocument() } = options;
  const fetch: FetchToken = options.fetch ?? ((url, init) => globalThis.fetch(url, init));

  function finder(url: string | undefined, name: 'token_endpoint' | 'revocation_endpoint') {
    if (url !== undefined) return async () => ({ url, fetch, client });
    return discoverEndpoint(name, { issuer, discoveryUrl, fetchDocument, fetch, client, clock });
  }

  return {
    token: finder(options.tokenEndpoint, 'token_endpoint'),
    revocation: finder(options.revocationEndpoint, 'revocation_endpoint'),
  };
}
