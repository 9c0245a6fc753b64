import { decodeToken, type JsonObject, member } from '@drawbridge/core';
import { READ_IDENTITY } from './read-identity.ts';

/**
 * Claims of a person at Microsoft Entra ID with `azure_token: access_token`. Its access tokens are mostly for Microsoft Graph, which alone can
 * verify them; so what one says counts where it came with an ID token that was verified, and is of the same person (`oid`) of the same
 * tenant (`tid`). Else the ID token says it all.
 *
 * @param verified - claims of the ID token
 */
export function azureClaims(verified: JsonObject, accessToken: string): JsonObject {
  const claims = claimsOf(accessToken);
  const isSame = (name: string) => {
    const value = member(verified, name);
    return typeof value === 'string' && value !== '' && member(claims, name) === value;
  };
  if (!isSame('oid') || !isSame('tid')) return verified;
  return READ_IDENTITY.azure(claims, false).username === undefined ? verified : claims;
}

/** Of an access token that is opaque there are none. */
function claimsOf(token: string): JsonObject {
  try {
    return decodeToken(token).claims;
  } catch {
    return {};
  }
}
