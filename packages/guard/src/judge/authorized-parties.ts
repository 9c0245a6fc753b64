import { type JsonObject, member, quote, type VerifiedToken } from '@drawbridge/core';
import { refusal } from './refusal.ts';

/**
 * The client that a token was issued to: its `azp` (OpenID Connect Core 1.0 section 2), or where it has none its
 * `client_id` (RFC 9068 section 2.2). A claim of a wrong form names nobody.
 */
export function clientIdOf(claims: JsonObject): string | undefined {
  const azp = member(claims, 'azp');
  const client = azp === undefined ? member(claims, 'client_id') : azp;
  return typeof client === 'string' && client !== '' ? client : undefined;
}

/**
 * Judges whether a token was issued to one of these clients. One that does not say to whom was not.
 *
 * @throws {DrawbridgeError} `client_not_allowed`
 */
export function checkAuthorizedParty(token: VerifiedToken, allowed: ReadonlySet<string>): void {
  const client = clientIdOf(token.claims);
  if (client !== undefined && allowed.has(client)) return;
  throw refusal(
    token,
    'client_not_allowed',
    client === undefined
      ? 'the token has neither azp nor client_id, and authorizedParties is set'
      : `the token was issued to the client ${quote(client)}, which is not in authorizedParties`,
  );
}
