import { DrawbridgeError, type JsonObject } from '@drawbridge/core';
import type { VouchOauthSettings } from '../vouch-settings.ts';

/** @throws {DrawbridgeError} `sign_in_refused` where no ID token came, and there must be one */
export function requireIdTokenClaims(
  claims: JsonObject | undefined,
  { provider, tokenUrl }: VouchOauthSettings,
): JsonObject {
  if (claims !== undefined) return claims;
  throw new DrawbridgeError('sign_in_refused', {
    detail: `${tokenUrl} gave no ID token, and nobody signs in at the provider ${provider} without one`,
    hint: 'Add openid to oauth.scopes.',
  });
}
