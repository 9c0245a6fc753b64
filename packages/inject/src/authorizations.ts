import { bearerToken, type TokenSet } from '@drawbridge/oauth';

/**
 * Makes what tells the value of the Authorization field for a token set, and throws what `bearerToken` throws. It looks
 * at each once: a source hands out the same for hours.
 */
export function createAuthorizations(): (tokens: TokenSet) => string {
  const known = new WeakMap<TokenSet, string>();
  return (tokens) => {
    const seen = known.get(tokens);
    if (seen !== undefined) return seen;
    const value = `Bearer ${bearerToken(tokens)}`;
    known.set(tokens, value);
    return value;
  };
}
