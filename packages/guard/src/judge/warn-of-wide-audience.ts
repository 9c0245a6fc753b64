import type { Log } from '@drawbridge/core';
import type { ResolvedIssuer } from './resolved-issuer.ts';

/**
 * Warns of the audience `account` without a list of clients: Keycloak puts it into nearly every token of a
 * realm, so that any client's token opens this API.
 */
export function warnOfWideAudience(issuers: readonly ResolvedIssuer[], log: Log): void {
  for (const { issuer, options } of issuers) {
    const { audience, authorizedParties } = options;
    const wide =
      typeof audience === 'string' ? audience === 'account' : audience.includes('account');
    if (!wide || authorizedParties !== undefined) continue;
    log.warn('tokens of every client are accepted', {
      issuer,
      detail:
        'Keycloak gives the audience "account" to the tokens of nearly every client of a realm: set authorizedParties to ' +
        'the clients that may call, or give this API an audience of its own by an audience mapper',
    });
  }
}
