import { bareHost } from '../address/bare-host.ts';
import { isLoopbackAddress } from '../address/loopback.ts';
import { parseUrl } from '../address/parse-url.ts';

/**
 * Says what is wrong with an issuer identifier (OpenID Connect Discovery 1.0
 * section 3, RFC 8414 section 2): an absolute https URL without user information,
 * query or fragment. Plain http is taken for loopback addresses alone.
 *
 * @returns a clause such as `has a query`, or `undefined` when the identifier is fine
 */
export function issuerFault(issuer: string): string | undefined {
  const url = parseUrl(issuer);
  if (url === undefined) return 'is not an absolute URL';
  if (isDoubled(issuer)) return DOUBLED;
  if (url.username !== '' || url.password !== '' || issuer.includes('@')) {
    return 'has user information';
  }
  if (issuer.includes('?')) return 'has a query';
  if (issuer.includes('#')) return 'has a fragment';
  if (!isSafeScheme(url)) return 'is not an https URL';
  // Issuers are compared as strings, so there must be one spelling of each.
  const spelling = issuer.endsWith('/') || url.pathname !== '/' ? url.href : url.origin;
  if (spelling !== issuer) return `is not in its plain spelling, ${spelling}`;
  return undefined;
}

/**
 * Says what is wrong with the configured address of a discovery document or JWK Set: it is an
 * absolute https URL without user information, or http on loopback addresses.
 *
 * @returns a clause such as `is not an https URL`, or `undefined` when the address is fine
 */
export function documentUrlFault(address: string): string | undefined {
  const url = parseUrl(address);
  if (url === undefined) return 'is not an absolute URL';
  if (isDoubled(address)) return DOUBLED;
  // A parser leaves white space and control characters out; a message would not.
  if (!/^[\x21-\x7e]+$/.test(address)) return 'has a character that a URL may not have';
  if (url.username !== '' || url.password !== '') return 'has user information';
  if (url.hash !== '' || address.endsWith('#')) return 'has a fragment';
  return isSafeScheme(url) ? undefined : 'is not an https URL';
}

/** Whether keys and tokens may travel over this URL: https, or http that never leaves the machine. */
export function isSafeScheme(url: URL): boolean {
  if (url.protocol === 'https:') return true;
  return url.protocol === 'http:' && isLoopback(url);
}

/** Whether a URL leads to this machine: by an address, or by the one name that everybody has for it, `localhost`. */
export function isLoopback(url: URL): boolean {
  return url.hostname === 'localhost' || isLoopbackAddress(bareHost(url));
}

const DOUBLED = 'begins with https:// twice';

/** A URL that was pasted behind a scheme: to a parser its host is `https`, which is looked up again and again. */
function isDoubled(text: string): boolean {
  return /^https?:\/\/https?:?\/\//i.test(text);
}
