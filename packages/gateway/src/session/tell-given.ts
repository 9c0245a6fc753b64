import { DrawbridgeError } from '@drawbridge/core';
import { SalvagedTokens, type TokenGrant } from '@drawbridge/oauth';

/**
 * A grant that tells which refresh token it was given last, before anybody has kept it: also with an answer that it does not
 * accept.
 *
 * @param tell - is told of each
 */
export function tellGiven(grant: TokenGrant, tell: (refreshToken: string) => void): TokenGrant {
  return {
    ...grant,
    async obtain(...given) {
      try {
        const tokens = await grant.obtain(...given);
        if (tokens.refreshToken !== undefined) tell(tokens.refreshToken);
        return tokens;
      } catch (thrown) {
        const salvaged =
          thrown instanceof DrawbridgeError ? SalvagedTokens.of(thrown)?.refreshToken : undefined;
        if (salvaged !== undefined) tell(salvaged);
        throw thrown;
      }
    },
  };
}
