import { type DiscoveredAddress, documentUrlFault, issuerFault } from '@drawbridge/core';
import { requireClient } from '../client-authentication.ts';
import { forIssuer } from '../for-issuer.ts';
import type { TokenEndpoint } from '../token-endpoint.ts';
import { type AddressFinderOptions, createAddressFinder } from './address-finder.ts';

/** The issuer whose endpoint is looked for, and how the endpoint is asked. */
export interface DiscoverEndpointOptions
  extends Omit<AddressFinderOptions, 'name' | 'isMutual'>,
    Omit<TokenEndpoint, 'url'> {}

/**
 * Finds an endpoint by its issuer's discovery document (OpenID Connect Discovery 1.0, RFC 8414): when it is first
 * needed, once for all who need it at a time, and anew after ten minutes. What failed is not remembered. A client that
 * shows a certificate is led to where one is asked for (RFC 8705 section 5), and the JWT of `private_key_jwt` is for the
 * issuer, unless its `audience` says otherwise.
 *
 * What the function throws is `upstream_unreachable`, `upstream_timeout`, or `upstream_invalid` for a document that is
 * not this issuer's or names no such endpoint.
 *
 * @throws {TypeError} when `issuer` or `discoveryUrl` is none, or the client has no name or no secret
 */
export function discoverEndpoint(
  name: Exclude<DiscoveredAddress, 'jwks_uri'>,
  options: DiscoverEndpointOptions,
): () => Promise<TokenEndpoint> {
  const { issuer, discoveryUrl, fetchDocument, clock, client, ...others } = options;
  refuse('issuer', issuerFault(issuer));
  if (discoveryUrl !== undefined) refuse('discoveryUrl', documentUrlFault(discoveryUrl));
  requireClient(client);
  const finder = createAddressFinder({
    name,
    issuer,
    discoveryUrl,
    fetchDocument,
    isMutual: client?.method.endsWith('tls_client_auth') ?? false,
    ...(clock !== undefined && { clock }),
  });
  const known = client === undefined ? {} : { client: forIssuer(client, issuer) };
  return async () => ({ ...others, ...known, url: await finder.find() });
}

function refuse(option: string, fault: string | undefined): void {
  if (fault !== undefined) throw new TypeError(`${option} ${fault}`);
}
