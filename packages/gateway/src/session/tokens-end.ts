import { decodeToken, member } from '@drawbridge/core';
import type { TokenSet } from '@drawbridge/oauth';
import type { NewSession } from './sessions.ts';

/** Tokens by which a sign-in is renewed. */
export interface RenewableTokens extends TokenSet {
  readonly idToken: string;
  readonly refreshToken: string;
}

/** Whether these are such tokens. */
export function isRenewable(tokens: NewSession['tokens']): tokens is RenewableTokens {
  const { accessToken, tokenType, obtainedAt, refreshToken = '', idToken } = tokens;
  const isSet = accessToken !== undefined && tokenType !== undefined && obtainedAt !== undefined;
  return isSet && refreshToken !== '' && idToken !== undefined;
}

/** When the tokens of a sign-in are to be renewed: with the first of them that ends. The ID token was verified. */
export function tokensEnd({ idToken, expiresAt = Infinity }: RenewableTokens): number {
  const exp = member(decodeToken(idToken, idToken.length).claims, 'exp');
  return Math.floor(Math.min(expiresAt, typeof exp === 'number' ? exp : 0));
}
