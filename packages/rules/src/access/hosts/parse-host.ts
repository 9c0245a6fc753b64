import { parseUrl } from '@drawbridge/core';

/** `uri-host [ ":" port ]` (RFC 9110 section 7.2) of the characters that a name in the DNS has, or an address of IPv6. */
const HOST = /^(?:\[[\da-f:.]{2,45}\]|[a-z\d_-]+(?:\.[a-z\d_-]+)*\.?)(?::\d{1,5})?$/i;

/**
 * The one spelling of a host: lower case, no dot at its end, no port that is the scheme's own.
 *
 * @returns `undefined` for what is no host, and for what browsers would make another one of (`0x7f.1`, `1.2.3`)
 */
export function parseHost(text: string, scheme: 'http' | 'https'): string | undefined {
  const plain = spellHost(text);
  if (plain === undefined) return undefined;
  if (isPlainName(plain)) return plain;
  const url = parseUrl(`${scheme}://${plain}`);
  if (url === undefined) return undefined;
  const name = plain.replace(/:\d+$/, '');
  const isIpv6 = name.startsWith('[');
  return isIpv6 || url.hostname === name ? url.host : undefined;
}

/**
 * Whether a URL has just this host: a name of the DNS without a port, the last label of which is no number of whatever base, and
 * none an A-label, which could be a wrong one.
 */
function isPlainName(plain: string): boolean {
  return PLAIN_NAME.test(plain) && !plain.includes('xn--');
}

const PLAIN_NAME = /^(?:[a-z\d_-]+\.)*[a-z][a-z\d_-]*$/;

/**
 * A host in lower case and without a dot at its end.
 *
 * @returns `undefined` for what has not the form of one
 */
export function spellHost(text: string): string | undefined {
  if (text.length > 260 || !HOST.test(text)) return undefined;
  const lower = text.toLowerCase();
  return lower.endsWith('.') || lower.includes('.:') ? lower.replace(/\.(?=:\d+$|$)/, '') : lower;
}
