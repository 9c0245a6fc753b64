import { type DiscoveredAddress, requireObject } from '@drawbridge/core';
import { requireFunction } from '../check-options.ts';
import { requireClient } from '../require-client.ts';
import { forIssuer } from '../for-issuer.ts';
import type { FetchToken, TokenEndpoint } from '../token-endpoint.ts';
import { type AddressFinderOptions, createAddressFinder } from './address-finder.ts';

/** The issuer whose endpoint is looked for, and how the endpoint is asked. */
export interface DiscoverEndpointOptions
  extends Omit<AddressFinderOptions, 'name' | 'isMutual'>,
    Omit<TokenEndpoint, 'url'> {}

/** What to write. */
const EXAMPLE = "{ issuer: 'https://…', fetchDocument, fetch, client }";

/** Statuses of HTTP by which an address tells that the endpoint is not there. */
const ELSEWHERE: ReadonlySet<number> = new Set([404, 405]);

/**
 * Finds an endpoint by its issuer's discovery document (OpenID Connect Discovery 1.0, RFC 8414): when it is first
 * needed, once for all who need it at a time, and anew after ten minutes or when nothing of the kind was there. What
 * failed is not remembered. A client that shows a certificate is led to where one is asked for (RFC 8705 section 5), and the JWT of `private_key_jwt` is for the
 * issuer, unless its `audience` says otherwise.
 *
 * What the function throws is `upstream_unreachable`, `upstream_timeout`, or `upstream_invalid` for a document that is
 * not this issuer's or names no such endpoint.
 *
 * @throws {TypeError} for options that cannot be meant: an `issuer` or `discoveryUrl` that is none, a client without a
 *   name or a secret
 */
export function discoverEndpoint(
  name: Exclude<DiscoveredAddress, 'jwks_uri'>,
  options: DiscoverEndpointOptions,
): () => Promise<TokenEndpoint> {
  requireObject(options, 'what discoverEndpoint is given', EXAMPLE);
  const { issuer, discoveryUrl, fetchDocument, clock, client, timeout } = options;
  requireFunction(options.fetch, 'fetch', "it asks the endpoint, such as the platform's fetch");
  requireClient(client);
  const finder = createAddressFinder({
    name,
    issuer,
    discoveryUrl,
    fetchDocument,
    isMutual: client?.method.endsWith('tls_client_auth') ?? false,
    ...(clock !== undefined && { clock }),
  });
  const fetch: FetchToken = async (url, init) => {
    const answer = await options.fetch(url, init);
    if (ELSEWHERE.has(answer.status)) finder.forget();
    return answer;
  };
  const found = {
    fetch,
    ...(timeout !== undefined && { timeout }),
    ...(client !== undefined && { client: forIssuer(client, issuer) }),
  };
  return async () => ({ ...found, url: await finder.find() });
}
