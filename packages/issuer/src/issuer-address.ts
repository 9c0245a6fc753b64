import { providerUrlFault } from '@drawbridge/clouds/aws';
import { bareHost, DISCOVERY_PATH, isLoopback, parseIpAddress, parseUrl } from '@drawbridge/core';

/** What is wrong with an address that is to be an issuer. */
export interface AddressFault {
  /** The rest of a sentence that begins with the address: `has a query`. */
  readonly message: string;
  /** What to write instead, where that can be told. */
  readonly instead?: string;
}

/** An address that can be an issuer, or why it cannot. */
export type JudgedAddress =
  | { readonly issuer: string; readonly warning?: string }
  | { readonly fault: AddressFault };

/**
 * Judges the address that a person gives an issuer of static files. It is stricter than AWS is with any issuer:
 * certificates of public authorities are for names, and every relying party compares the text as it is, so that there
 * must be one way to write it.
 */
export function judgeIssuerAddress(text: string): JudgedAddress {
  const message = addressFault(text);
  if (message !== undefined) {
    const instead = mended(text);
    // Only what would be taken is worth writing instead.
    const isTaken = instead !== undefined && addressFault(instead) === undefined;
    return { fault: { message, ...(isTaken && { instead }) } };
  }
  if (!isLoopback(new URL(text))) return { issuer: text };
  return {
    issuer: text,
    warning: `${text} is on this machine: no cloud can reach it, so it is for trying out alone.`,
  };
}

function addressFault(text: string): string | undefined {
  const fault = providerUrlFault(text);
  if (fault !== undefined) return fault;
  const url = new URL(text);
  const host = bareHost(url);
  if (!isLoopback(url) && parseIpAddress(host) !== undefined) {
    return 'has an IP address in the place of a name, and no cloud trusts a certificate for one';
  }
  if (host.endsWith('.')) return 'has a host name that ends with a dot';
  if (text.endsWith('/')) return 'has a slash at its end';
  if (text.endsWith(DISCOVERY_PATH)) return 'is the address of the discovery document';
  return /%|\/\//.test(url.pathname)
    ? 'has a path that can be spelled in more than one way'
    : undefined;
}

/** The address that was probably meant. */
function mended(text: string): string | undefined {
  const bare = text.trim().replace(/^(?:https?:\/{0,2})+/i, '');
  const url = parseUrl(`https://${bare}`);
  if (url === undefined) return undefined;
  const origin = isLoopback(url)
    ? `${/^\s*http:/i.test(text) ? 'http' : 'https'}://${url.host}`
    : `https://${url.hostname.replace(/\.+$/, '')}`;
  const path = url.pathname.replace(/\/+$/, '');
  return `${origin}${path.endsWith(DISCOVERY_PATH) ? path.slice(0, -DISCOVERY_PATH.length) : path}`;
}
