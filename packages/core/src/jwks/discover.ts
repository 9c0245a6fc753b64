import { parseUrl } from '../address/parse-url.ts';
import { isJsonObject, member } from '../encoding/json.ts';
import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import { quote } from '../errors/quote.ts';
import { discoveryUrlOf, fetchDiscovery } from './discovery-document.ts';
import type { FetchDocument } from './documents.ts';
import { isSafeScheme } from './issuer-url.ts';

/** An address that a discovery document names (OpenID Connect Discovery 1.0 section 3, RFC 8414 section 2). */
export type DiscoveredAddress =
  | 'jwks_uri'
  | 'token_endpoint'
  | 'introspection_endpoint'
  | 'revocation_endpoint';

/**
 * Reads an issuer's discovery document (OpenID Connect Discovery 1.0 section 4)
 * and answers an address of it.
 *
 * @param discoveryUrl - where the document is, if not at the issuer's own address
 * @param isMutual - whether the client shows a certificate, for which there may be an address of its own
 *   (`mtls_endpoint_aliases`, RFC 8705 section 5). Default: false
 * @throws {DrawbridgeError} `upstream_invalid` when the document is not this
 *   issuer's or names no usable address; what the fetch throws
 */
export async function discoverAddress(
  name: DiscoveredAddress,
  issuer: string,
  fetch: FetchDocument,
  discoveryUrl?: string,
  isMutual = false,
): Promise<string> {
  const url = discoveryUrl ?? discoveryUrlOf(issuer);
  const document = await fetchDiscovery(url, fetch);
  // Section 4.3: the value must be identical, or one issuer could speak for another.
  const named = member(document, 'issuer');
  if (named !== issuer) {
    throw invalid(
      `${url} names ${quote(named)} as its issuer, not ${issuer}`,
      'Write the issuer as its document has it, letter by letter, to the slash at the end; or, if that is another one, ask why this address has its document.',
    );
  }
  const aliases = isMutual ? member(document, 'mtls_endpoint_aliases') : undefined;
  const alias = isJsonObject(aliases) ? member(aliases, name) : undefined;
  const address = alias ?? member(document, name);
  if (typeof address !== 'string' || !isFitFor(url, address)) {
    throw invalid(
      `${url} has no ${name} that is an https URL`,
      name === 'token_endpoint'
        ? 'Name the token endpoint itself, if there is one that the document does not: that of a Drawbridge exchange ends with /token.'
        : undefined,
    );
  }
  // As the parser writes it: line ends and control characters, which it ignores, are gone.
  return new URL(address).href;
}

/** Only a document from this machine may name an address over http, and then one of this machine. */
function isFitFor(source: string, address: string): boolean {
  const url = parseUrl(address);
  if (url === undefined) return false;
  if (url.username !== '' || url.password !== '') return false;
  return url.protocol === 'https:' || (new URL(source).protocol === 'http:' && isSafeScheme(url));
}

function invalid(detail: string, hint?: string): DrawbridgeError {
  return new DrawbridgeError('upstream_invalid', { detail, ...(hint !== undefined && { hint }) });
}
