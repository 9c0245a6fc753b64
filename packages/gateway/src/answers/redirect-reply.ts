import type { HeaderField, Reply } from '@drawbridge/core';

/**
 * Sends a browser elsewhere. Nobody keeps the answer, and the next site is not told where the browser comes from: a code may be
 * in that address.
 *
 * @param location - what is not absolute, proxies resolve against the address that they know us by
 * @param status - default: 303, by GET whatever it asked with (RFC 9110 section 15.4.4)
 */
export function redirectReply(
  location: string,
  headers: readonly HeaderField[] = [],
  status: 301 | 302 | 303 = 303,
): Reply {
  return {
    status,
    headers: [
      ['location', location],
      ['cache-control', 'no-store'],
      ['referrer-policy', 'no-referrer'],
      ...headers,
    ],
    body: null,
  };
}
