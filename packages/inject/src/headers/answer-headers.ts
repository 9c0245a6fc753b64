import { type AnswerHead, type HeaderField, hopByHopNames } from '@drawbridge/core';
import type { Route } from '../routes.ts';
import { ownLocation, type Reach } from './own-address.ts';
import { ownCookie } from './set-cookie.ts';

/**
 * What an upstream says of its own host and would become true of this machine: that it is reached by TLS alone, or
 * elsewhere, that a browser is to forget all that it keeps, and which pages may read its answers. This proxy grants that to none.
 */
const NOT_PASSED = new Set([
  'access-control-allow-credentials',
  'access-control-allow-headers',
  'access-control-allow-methods',
  'access-control-allow-origin',
  'access-control-allow-private-network',
  'access-control-expose-headers',
  'access-control-max-age',
  'alt-svc',
  'clear-site-data',
  'public-key-pins',
  'strict-transport-security',
  'timing-allow-origin',
]);

/**
 * The head of an answer as the caller gets it.
 *
 * @param target - of the call, as it went to the upstream
 */
export function answerHead(
  { status, headers }: AnswerHead,
  route: Route,
  target: string,
  reach: Reach,
): AnswerHead {
  const hopByHop = hopByHopNames(headers);
  const passed: HeaderField[] = [];
  for (const field of headers) {
    const name = field[0].toLowerCase();
    if (hopByHop.has(name) || NOT_PASSED.has(name)) continue;
    if (name === 'location' || name === 'content-location') {
      passed.push([field[0], ownLocation(field[1], route, target, reach)]);
    } else if (name === 'set-cookie') {
      passed.push([field[0], ownCookie(field[1], route)]);
    } else {
      passed.push(field);
    }
  }
  return { status, headers: passed };
}
