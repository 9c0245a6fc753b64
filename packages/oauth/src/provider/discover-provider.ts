import {
  DISCOVERY_PATH,
  discoveryUrlOf,
  DrawbridgeError,
  type FetchDocument,
  fetchDiscovery,
  issuerFault,
  type JsonObject,
  member,
  quote,
} from '@drawbridge/core';
import { addressFault } from './address-fault.ts';
import type { Provider } from './provider.ts';

/** Which provider is looked for. */
export interface DiscoverProviderOptions {
  /** The issuer, with or without the slash at its end, or the whole address of its discovery document. */
  readonly issuer: string;
  /** Where the document is, if not at the issuer's own address. It must name the issuer all the same. */
  readonly discoveryUrl?: string | undefined;
  readonly fetchDocument: FetchDocument;
}

/** The addresses of a document, beside that of the keys, by our names for them. */
const ENDPOINTS = {
  authorizationEndpoint: 'authorization_endpoint',
  tokenEndpoint: 'token_endpoint',
  deviceAuthorizationEndpoint: 'device_authorization_endpoint',
  registrationEndpoint: 'registration_endpoint',
  revocationEndpoint: 'revocation_endpoint',
  userinfoEndpoint: 'userinfo_endpoint',
  endSessionEndpoint: 'end_session_endpoint',
} as const satisfies Partial<Record<keyof Provider, string>>;

/**
 * Reads a provider's discovery document (OpenID Connect Discovery 1.0 section 4) and judges it: that it is this
 * provider's, and that none of its addresses could have a browser or a token go where they must not. A browser is sent
 * to one of them, so all are https, or http on this machine where the document is from this machine.
 *
 * @throws {DrawbridgeError} `sign_in_unavailable` for an `issuer` that is none; `upstream_invalid` for a document that is another's, or names
 *   what is no address; `upstream_unreachable` or `upstream_timeout`
 */
export async function discoverProvider(options: DiscoverProviderOptions): Promise<Provider> {
  const { issuer: given, fetchDocument } = options;
  const isAddress = given.endsWith(DISCOVERY_PATH);
  const wanted = isAddress ? given.slice(0, -DISCOVERY_PATH.length) : given;
  const fault = issuerFault(wanted);
  if (fault !== undefined) {
    throw new DrawbridgeError('sign_in_unavailable', {
      detail: `the issuer ${quote(given)} ${fault}`,
      hint: 'Give the issuer as the provider writes it, such as https://id.example.com.',
    });
  }
  const url = options.discoveryUrl ?? discoveryUrlOf(wanted);
  const document = await fetchDiscovery(url, fetchDocument);
  const issuer = issuerOf(document, url, wanted);
  const found = Object.entries(ENDPOINTS).flatMap(([ours, theirs]) => {
    const address = addressOf(document, url, theirs);
    return address === undefined ? [] : [[ours, address]];
  });
  const jwksUri = addressOf(document, url, 'jwks_uri');
  if (jwksUri === undefined) throw invalid(`${url} names no jwks_uri`);
  const scopes = textsOf(document, 'scopes_supported');
  const clientMethods = textsOf(document, 'token_endpoint_auth_methods_supported');
  const responseTypes = textsOf(document, 'response_types_supported');
  return {
    issuer,
    discoveryUrl: url,
    jwksUri,
    ...(Object.fromEntries(found) as Pick<Provider, keyof typeof ENDPOINTS>),
    supportsS256: textsOf(document, 'code_challenge_methods_supported')?.includes('S256') === true,
    namesItself: member(document, 'authorization_response_iss_parameter_supported') === true,
    responseModes: textsOf(document, 'response_modes_supported') ?? ['query', 'fragment'],
    ...(clientMethods !== undefined && { clientMethods }),
    ...(responseTypes !== undefined && { responseTypes }),
    ...(scopes !== undefined && { scopes }),
  };
}

/** People write an issuer with a slash or without; everything else must be as the document has it (section 4.3). */
function issuerOf(document: JsonObject, url: string, wanted: string): string {
  const named = member(document, 'issuer');
  if (typeof named === 'string' && withoutSlash(named) === withoutSlash(wanted)) return named;
  throw invalid(
    `${url} names ${quote(named)} as its issuer, not ${wanted}`,
    typeof named === 'string' && named.includes('{tenantid}')
      ? 'This address is for all tenants. Name the tenant in the issuer: https://login.microsoftonline.com/<tenant id>/v2.0.'
      : 'Write the issuer as its document has it; or, if that is another one, ask why this address has its document.',
  );
}

function withoutSlash(issuer: string): string {
  return issuer.endsWith('/') ? issuer.slice(0, -1) : issuer;
}

function addressOf(document: JsonObject, source: string, name: string): string | undefined {
  const address = member(document, name);
  if (address === undefined || address === null || address === '') return undefined;
  if (typeof address !== 'string') throw invalid(`${source} has a ${name} that is no text`);
  const fault = addressFault(address, source);
  if (fault !== undefined) throw invalid(`${source} has a ${name} that ${fault}`);
  return new URL(address).href;
}

function textsOf(document: JsonObject, name: string): readonly string[] | undefined {
  const value = member(document, name);
  if (!Array.isArray(value)) return undefined;
  return value.filter((each) => typeof each === 'string');
}

function invalid(
  detail: string,
  hint = 'Nothing was sent there. Ask whoever runs the provider.',
): DrawbridgeError {
  return new DrawbridgeError('upstream_invalid', { detail, hint });
}
