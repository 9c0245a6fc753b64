import { parseUrl } from '@drawbridge/core';

/** Where people sign in, once it was read. */
export interface AuthOrigin {
  /** `https://auth.example.com`: no path, and no slash behind it. */
  readonly url: string;
  /** That of all apps too. */
  readonly scheme: 'http' | 'https';
  /** With its port where it is not that of the scheme, as a question has hosts. */
  readonly host: string;
}

const SCHEMES = { 'http:': 'http', 'https:': 'https' } as const;

/**
 * Reads the address of the auth host. All that need it are handed what this makes, and none takes the address apart itself.
 *
 * @throws {TypeError} for what is no origin of http or https in its plain spelling
 */
export function createAuthOrigin(url: string): AuthOrigin {
  const { origin, protocol, host = '' } = parseUrl(url) ?? {};
  if (origin === url && (protocol === 'http:' || protocol === 'https:')) {
    return Object.freeze({ url, scheme: SCHEMES[protocol], host });
  }
  throw new TypeError(
    'the url of the auth host is an origin, such as https://auth.example.com: no path, and in lower case',
  );
}
