import { type Log, toDrawbridgeError } from '@drawbridge/core';
import type { TokenSet } from '@drawbridge/oauth';
import type { LoginRecord } from '../cache/login-record.ts';
import { isUnknownClient } from '../clients/unknown-client.ts';
import { type RevokeTokensOptions, revokeTokens } from './revoke-tokens.ts';

/**
 * Whether two logins may stand on one grant: they are of one person at one client, whatever their scopes. By one token
 * many providers end all that a person ever let a client have, of whichever sign-in (RFC 7009 section 2.1 lets them).
 */
export function mayShareGrant(one: LoginRecord, other: LoginRecord): boolean {
  return (
    one.settings.issuer === other.settings.issuer &&
    one.settings.clientId === other.settings.clientId &&
    one.person.subject === other.person.subject
  );
}

/**
 * Has a provider end the tokens of a sign-in that another took the place of. Where it does not, the log is told: whoever
 * has just signed in has what they came for.
 */
export async function revokeReplaced(
  tokens: TokenSet,
  record: LoginRecord,
  { log, ...how }: RevokeTokensOptions & { readonly log: Log },
): Promise<void> {
  const revocations = await revokeTokens(tokens, record, how);
  const faults = revocations.flatMap(({ fault }) => fault ?? []);
  const [first] = faults;
  const { issuer, isRegistered } = record.settings;
  if (first === undefined) {
    log.debug('the sign-in that was replaced is ended', { issuer, tokens: revocations.length });
  } else if (isRegistered === true && faults.every(isUnknownClient)) {
    // It was replaced since the provider has lost the client, as whom alone its tokens could be used again.
    log.debug('the sign-in that was replaced went with its client', { issuer });
  } else {
    log.warn('the sign-in that this login had before may live on at its provider', {
      issuer,
      detail: toDrawbridgeError(first).message,
    });
  }
}
