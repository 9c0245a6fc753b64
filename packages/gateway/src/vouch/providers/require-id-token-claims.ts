import { DrawbridgeError, type JsonObject } from '@drawbridge/core';
import type { VouchOauthSettings } from '../vouch-settings.ts';

/** @throws {DrawbridgeError} `sign_in_refused` where no ID token came, and it alone says who it is */
export function requireIdTokenClaims(
  claims: JsonObject | undefined,
  { provider, tokenUrl }: VouchOauthSettings,
): JsonObject {
  if (claims !== undefined) return claims;
  throw new DrawbridgeError('sign_in_refused', {
    detail: `${tokenUrl} gave no ID token, which is what ${provider} says in who it is`,
    hint: 'Add openid to oauth.scopes.',
  });
}
