import { DrawbridgeError } from '@drawbridge/core';

const WAYS_OUT = [
  '(1) Have the provider allow token exchange (RFC 8693) with refresh tokens for this client.',
  '(2) Let the user sign in for it with the scope offline_access, and give that refresh token as offlineToken.',
  "(3) Use the refresh token of the proxy's session, by sessionRefreshToken: 'use'; where the provider rotates refresh tokens, that may sign the user out.",
].join(' ');

/**
 * That a caller's token was not exchanged, and what can be done.
 *
 * @param refusal - the provider's; `undefined` where it exchanged the token, and gave no refresh token
 */
export function refusedExchange(
  issuer: string,
  refusal: DrawbridgeError | undefined,
): DrawbridgeError {
  const why = refusal?.message ?? `${issuer} gave no refresh token in exchange`;
  return new DrawbridgeError('token_endpoint_refused', {
    detail: `there is no grant of its own for work in the background: ${why}`,
    hint: `There are three ways out. ${WAYS_OUT}`,
    issuer,
    ...(refusal !== undefined && { cause: refusal.cause }),
  });
}
