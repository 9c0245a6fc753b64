import { decodeToken } from '@drawbridge/core';
import type { IdentifiedTokens } from './logins.ts';

/** Tokens that end when their ID token does, if not before: that is what they are asked for. */
export function endingWithIdToken(tokens: IdentifiedTokens): IdentifiedTokens {
  const { exp } = decodeToken(tokens.idToken, tokens.idToken.length).claims;
  const ends = [tokens.expiresAt, exp].filter((end) => typeof end === 'number');
  return ends.length === 0 ? tokens : { ...tokens, expiresAt: Math.floor(Math.min(...ends)) };
}
