import { DrawbridgeError, type ErrorCode, type VerifiedToken } from '@drawbridge/core';

/**
 * The fault of a token whose signature is good. It names the token and its issuer, as the verifier's own faults do.
 *
 * @param detail - names claims, and quotes no more of them than it must
 */
export function tokenFault(
  token: VerifiedToken,
  code: ErrorCode,
  detail: string,
  hint?: string,
): DrawbridgeError {
  return new DrawbridgeError(code, {
    detail,
    token: token.fingerprint,
    issuer: token.issuer,
    ...(hint !== undefined && { hint }),
  });
}
