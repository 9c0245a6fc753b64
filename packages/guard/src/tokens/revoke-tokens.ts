import { type Clock, fingerprintOfName, type Log, toDrawbridgeError } from '@drawbridge/core';
import { revokeToken, untilAborted } from '@drawbridge/oauth';
import type { Endpoints } from './endpoints.ts';

const TIMEOUT = 5_000;

/** Where, and for whom, tokens are revoked. */
export interface RevokeContext {
  readonly endpoints: Endpoints;
  readonly issuer: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Milliseconds that the provider is given. Default: 5,000, for whoever ends a delegation waits. */
  readonly timeout?: number;
}

/**
 * Ends the refresh token of a delegation at the provider (RFC 7009), as well as that goes: where it does not, the log is told.
 *
 * @param id - of the delegation
 * @returns whether the provider agreed
 */
export async function revokeTokens(
  { endpoints, issuer, clock, log, timeout = TIMEOUT }: RevokeContext,
  id: string,
  refreshToken: string,
): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(timeout);
    // Does not rely on whatever makes the requests to look at its signal; and to find the endpoint takes time, too.
    await untilAborted(async () => {
      const endpoint = await endpoints.revocation();
      await revokeToken(endpoint, refreshToken, { tokenType: 'refresh_token', signal, clock });
    }, signal);
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
