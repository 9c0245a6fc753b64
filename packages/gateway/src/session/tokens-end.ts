import { decodeToken, member } from '@drawbridge/core';
import type { NewSession } from './sessions.ts';

/** When the tokens of a sign-in are to be renewed: with the first of them that ends. The ID token was verified. */
export function tokensEnd({ idToken, expiresAt = Infinity }: NewSession['tokens']): number {
  const exp = member(decodeToken(idToken, idToken.length).claims, 'exp');
  return Math.floor(Math.min(expiresAt, typeof exp === 'number' ? exp : 0));
}
