import { type JsonObject, quote } from '@drawbridge/core';
import { clientIdOf } from '../caller/client-id-of.ts';

/**
 * Judges whether a token was issued to one of these clients. One that does not say to whom was not.
 *
 * @returns why it was not, for a `client_not_allowed`; `undefined` if it was
 */
export function partyFault(claims: JsonObject, allowed: ReadonlySet<string>): string | undefined {
  const client = clientIdOf(claims);
  if (client === undefined) {
    return 'the token names no client in azp or client_id, and authorizedParties is set';
  }
  if (allowed.has(client)) return undefined;
  return `the token was issued to the client ${quote(client)}, which is not in authorizedParties`;
}
