import { member } from '@drawbridge/core';
import type { AccessToken } from '../caller/access-token.ts';
import type { Claims } from '../caller/claims.ts';
import { clientIdOf } from '../caller/client-id-of.ts';
import { mismatch } from './mismatch.ts';

/**
 * An ID token was given to the proxy: its `aud` holds one of the proxy's client ids, and its `azp` is one
 * (OpenID Connect Core 1.0 section 3.1.3.7, steps 3 to 5).
 *
 * @param clients - the client ids; without any it is the client that the access token was issued to
 * @throws {DrawbridgeError} `token_mismatch`
 */
export function requireAudience(
  access: AccessToken,
  claims: Claims,
  clients: readonly string[] | undefined,
): void {
  const accepted = clients ?? clientsOf(access);
  if (accepted.length === 0) {
    throw mismatch(
      access,
      'the access token does not say which client it was issued to, so nothing tells whose the ID token may be',
      "Set idTokenAudience to the proxy's own client id.",
    );
  }
  const aud = member(claims, 'aud');
  const audiences: readonly unknown[] = Array.isArray(aud) ? aud : [aud];
  if (!audiences.some((audience) => isOneOf(audience, accepted))) {
    throw mismatch(
      access,
      'the aud of the ID token has no client that is accepted',
      "Set idTokenAudience to the proxy's own client id.",
    );
  }
  const azp = member(claims, 'azp');
  if (azp !== undefined && !isOneOf(azp, accepted)) {
    throw mismatch(access, 'the azp of the ID token is no client that is accepted');
  }
}

function clientsOf(access: AccessToken): readonly string[] {
  const client = clientIdOf(access.claims);
  return client === undefined ? [] : [client];
}

function isOneOf(value: unknown, accepted: readonly string[]): boolean {
  return typeof value === 'string' && accepted.includes(value);
}
