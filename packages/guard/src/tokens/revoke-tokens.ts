import { type Clock, fingerprintOfName, type Log, toDrawbridgeError } from '@drawbridge/core';
import { revokeToken } from '@drawbridge/oauth';
import type { Endpoints } from './endpoints.ts';

/** Milliseconds that the provider is given: whoever ends a delegation waits. */
const TIMEOUT = 5_000;

/** Where, and for whom, tokens are revoked. */
export interface RevokeContext {
  readonly endpoints: Endpoints;
  readonly issuer: string;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Ends the refresh token of a delegation at the provider (RFC 7009), as well as that goes: where it does not, the log is told.
 *
 * @param id - of the delegation
 * @returns whether the provider agreed
 */
export async function revokeTokens(
  { endpoints, issuer, clock, log }: RevokeContext,
  id: string,
  refreshToken: string,
): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(TIMEOUT);
    const endpoint = await endpoints.revocation();
    await revokeToken(endpoint, refreshToken, { tokenType: 'refresh_token', signal, clock });
    return true;
  } catch (thrown) {
    const isLate = thrown instanceof Error && thrown.name === 'TimeoutError';
    const { message, hint } = isLate
      ? { message: `${issuer} did not answer in time`, hint: undefined }
      : toDrawbridgeError(thrown);
    log.warn('tokens of a delegation not revoked', {
      delegation: fingerprintOfName(id),
      issuer,
      detail: message,
      hint,
    });
    return false;
  }
}
