import { toDrawbridgeError } from '@drawbridge/core';
import { revokeToken } from '@drawbridge/oauth';
import type { EndedSession } from '../session/sessions.ts';
import type { LogoutContext } from './logout-context.ts';

/** Milliseconds that somebody who signs out waits for the answer at most. */
const PATIENCE = 2_000;

/**
 * Ends the refresh token of a session that was ended, at a provider that takes that (RFC 7009). The session has ended in any
 * case: what fails here is for the log.
 */
export async function revokeLeft(
  { providers, clock, log }: Pick<LogoutContext, 'providers' | 'clock' | 'log'>,
  { user, refreshToken }: EndedSession,
): Promise<void> {
  const known = providers.find(({ name }) => name === user.provider);
  if (refreshToken === undefined || known === undefined) return;
  try {
    const { provider, endpoint } = await known.find();
    if (provider.revocationEndpoint === undefined) return;
    const url = provider.revocationEndpoint;
    const asked = { ...endpoint, url, timeout: PATIENCE };
    await revokeToken(asked, refreshToken, { tokenType: 'refresh_token', clock });
  } catch (thrown) {
    const { code, message } = toDrawbridgeError(thrown);
    log.warn('refresh token not revoked', { provider: user.provider, code, detail: message });
  }
}
