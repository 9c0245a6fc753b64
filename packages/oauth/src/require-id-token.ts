import { DrawbridgeError } from '@drawbridge/core';
import type { TokenSet } from './token-set.ts';

/** @throws {DrawbridgeError} `sign_in_refused` for tokens that say of nobody who signed in */
export function requireIdToken(
  tokens: TokenSet,
  url: string,
): TokenSet & { readonly idToken: string } {
  const { idToken } = tokens;
  if (idToken !== undefined) return { ...tokens, idToken };
  throw new DrawbridgeError('sign_in_refused', {
    detail: `${url} gave no ID token`,
    hint: 'Ask for the scope openid, and see that the client is one of OpenID Connect.',
  });
}
