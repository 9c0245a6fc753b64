import { parseUrl } from '../address/parse-url.ts';

/**
 * Says what is wrong with an issuer identifier (OpenID Connect Discovery 1.0
 * section 3, RFC 8414 section 2): an absolute https URL without user information,
 * query or fragment. Plain http is taken for loopback addresses alone.
 *
 * @returns a clause such as `has a query`, or `undefined` when the identifier is fine
 */
export function issuerFault(issuer: string): string | undefined {
  if (isTwice(issuer)) return 'begins with https:// twice';
  let url: URL;
  try {
    url = new URL(issuer);
  } catch {
    return 'is not an absolute URL';
  }
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
  if (isTwice(address)) return 'begins with https:// twice';
  const url = parseUrl(address);
  if (url === undefined) return 'is not an absolute URL';
  // A parser leaves white space and control characters out; a message would not.
  if (!/^[\x21-\x7e]+$/.test(address)) return 'has a character that a URL may not have';
  if (url.username !== '' || url.password !== '') return 'has user information';
  if (url.hash !== '' || address.endsWith('#')) return 'has a fragment';
  return isSafeScheme(url) ? undefined : 'is not an https URL';
}

/** Pasted behind one that was there: to a parser it is the host "https", which somebody would look up in vain. */
function isTwice(address: string): boolean {
  return /^https?:\/\/https?:?\/\//i.test(address);
}

/** Whether keys and tokens may travel over this URL: https, or http that never leaves the machine. */
export function isSafeScheme(url: URL): boolean {
  if (url.protocol === 'https:') return true;
  return url.protocol === 'http:' && isLoopback(url.hostname);
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}
