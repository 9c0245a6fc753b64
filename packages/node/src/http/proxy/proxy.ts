import { isForbiddenHost, parseUrl } from '@drawbridge/core';
import { authorityOf } from './host-of.ts';

/** A proxy that opens tunnels (RFC 9110 section 9.3.6). */
export interface Proxy {
  /** Its URL without user information. */
  readonly origin: string;
  /** `HOST:PORT`: what messages call it. */
  readonly name: string;
  /** The value of Proxy-Authorization; a secret. */
  readonly authorization?: string;
}

/** A name and a password (RFC 7617). */
export interface ProxyCredentials {
  readonly user: string;
  readonly password: string;
}

/**
 * What is wrong with the URL of a proxy: the rest of a sentence that begins with where it is. The
 * URL, which may have a password in it, is not quoted.
 *
 * @returns `undefined` when it is fine
 */
export function proxyUrlFault(text: string): string | undefined {
  const url = parseUrl(text);
  if (url === undefined) return 'is not an absolute URL';
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return 'is not an http or https URL';
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') {
    return 'has something behind host and port';
  }
  if (isForbiddenHost(url)) return 'is a link-local or cloud metadata address';
  const { user, password } = { user: decode(url.username), password: decode(url.password) };
  if (user === undefined || password === undefined) {
    return 'has user information that is not percent-encoded UTF-8';
  }
  return credentialsFault({ user, password });
}

/** What is wrong with credentials, as {@link proxyUrlFault}. */
export function credentialsFault({ user, password }: ProxyCredentials): string | undefined {
  if (user.includes(':')) return 'has a colon in the user name, which Basic does not allow';
  // eslint-disable-next-line no-control-regex -- RFC 7617 section 2 forbids them
  return /[\x00-\x1f\x7f]/.test(user + password)
    ? 'has a control character in the credentials'
    : undefined;
}

/**
 * Makes a proxy of its URL, in which a name and a password may be.
 *
 * @throws {TypeError} when {@link proxyUrlFault} finds something; without the URL
 */
export function toProxy(text: string, given?: ProxyCredentials): Proxy {
  const fault = proxyUrlFault(text) ?? (given === undefined ? undefined : credentialsFault(given));
  if (fault !== undefined) throw new TypeError(`the proxy's URL ${fault}`);
  const url = new URL(text);
  const user = decode(url.username) ?? '';
  const password = decode(url.password) ?? '';
  const credentials = given ?? (user + password === '' ? undefined : { user, password });
  return {
    origin: url.origin,
    name: authorityOf(url),
    ...(credentials !== undefined && { authorization: basic(credentials) }),
  };
}

function basic({ user, password }: ProxyCredentials): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
