import { DrawbridgeError, type VerifiedToken } from '@drawbridge/core';

/** What to do about a token that is bound to a key. */
export const BOUND_HINT =
  'Where the proxy checks that, set senderConstrained to "checked-by-proxy".';

/**
 * Refuses a token that is bound to a key (RFC 7800 section 3.1; RFC 8705, RFC 9449): behind a proxy nobody
 * has proved to us to hold it.
 *
 * @throws {DrawbridgeError} `token_bound`
 */
export function refuseBound(token: VerifiedToken): void {
  if (token.claim('cnf') === undefined) return;
  throw new DrawbridgeError('token_bound', {
    detail: 'the token has cnf: it is bound to a key of its sender',
    hint: BOUND_HINT,
  });
}
