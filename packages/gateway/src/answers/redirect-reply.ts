import type { HeaderField, Reply } from '@drawbridge/core';

/**
 * Sends a browser elsewhere, by GET whatever it asked with (RFC 9110 section 15.4.4). Nobody keeps the answer, and the
 * next site is not told where the browser comes from: a code may be in that address.
 *
 * @param location - absolute: proxies resolve what is not against the address that they know us by
 */
export function redirectReply(location: string, headers: readonly HeaderField[] = []): Reply {
  return {
    status: 303,
    headers: [
      ['location', location],
      ['cache-control', 'no-store'],
      ['referrer-policy', 'no-referrer'],
      ...headers,
    ],
    body: null,
  };
}
