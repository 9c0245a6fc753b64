import { type JsonObject, member } from '@drawbridge/core';

/**
 * The client that a token was issued to: its `azp` (OpenID Connect Core 1.0 section 2), or where it has none its
 * `client_id` (RFC 9068 section 2.2). A claim of a wrong form names nobody.
 */
export function clientIdOf(claims: JsonObject): string | undefined {
  const azp = member(claims, 'azp');
  const client = azp === undefined ? member(claims, 'client_id') : azp;
  return typeof client === 'string' && client !== '' ? client : undefined;
}
