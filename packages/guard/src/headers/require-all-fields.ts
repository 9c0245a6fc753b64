import { DrawbridgeError } from '@drawbridge/core';

/**
 * Node's own limit, of `maxHeadersCount`: what comes after about as many is dropped by Node 20, and nothing tells of it. Node 24
 * refuses the request.
 */
const MOST_FIELDS = 1000;

/**
 * Refuses a request of so many header fields that those at the end may have been dropped. A proxy adds its own there: a caller
 * who sends a thousand would be rid of them, and be judged by what they sent themselves.
 *
 * @throws {DrawbridgeError} `header_too_large`
 */
export function requireAllFields(count: number): void {
  if (count < MOST_FIELDS) return;
  throw new DrawbridgeError('header_too_large', {
    detail: `the request has ${count} header fields or more, and a server may drop those that a proxy added behind them`,
    hint: `Send fewer than ${MOST_FIELDS} header fields.`,
  });
}
