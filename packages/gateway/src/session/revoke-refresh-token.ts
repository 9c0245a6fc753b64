import { type Clock, type Log, toDrawbridgeError } from '@drawbridge/core';
import { revokeToken } from '@drawbridge/oauth';
import type { GatewayProvider } from '../sign-in/gateway-provider.ts';

/** Who is told that a refresh token is not to be used any more. */
export interface RevokeOptions {
  readonly providers: readonly Pick<GatewayProvider, 'name' | 'find'>[];
  readonly clock: Clock;
  readonly log: Log;
}

/** Ends the refresh token of a session that has ended. It never rejects. @param provider - the name of the one that gave it */
export type RevokeRefreshToken = (provider: string, refreshToken: string) => Promise<void>;

/** Milliseconds that somebody who signs out waits for the answer at most. */
const PATIENCE = 2_000;

/** Makes what revokes refresh tokens at providers that take that (RFC 7009). The session has ended in any case: what fails here is for the log. */
export function createRevokeRefreshToken({
  providers,
  clock,
  log,
}: RevokeOptions): RevokeRefreshToken {
  return async (name, refreshToken) => {
    const known = providers.find((provider) => provider.name === name);
    if (known === undefined) return;
    try {
      const { provider, endpoint } = await known.find();
      if (provider.revocationEndpoint === undefined) return;
      const asked = { ...endpoint, url: provider.revocationEndpoint, timeout: PATIENCE };
      await revokeToken(asked, refreshToken, { tokenType: 'refresh_token', clock });
    } catch (thrown) {
      const { code, message } = toDrawbridgeError(thrown);
      log.warn('refresh token not revoked', { provider: name, code, detail: message });
    }
  };
}
