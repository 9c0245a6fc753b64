import type { Peer } from '@drawbridge/core';
import type { GuardRequest } from '../guard-request.ts';

/** A `Request` does not tell who is at the other end. */
export const NO_PEER: Peer = { address: undefined };

/**
 * What a guard looks at, of a request of the web platform. Repeated fields are joined by `, ` in it, which is refused
 * wherever a token should be.
 */
export function requestFields(request: Request, peer: Peer = NO_PEER): GuardRequest {
  return { headers: [...request.headers], peer };
}
