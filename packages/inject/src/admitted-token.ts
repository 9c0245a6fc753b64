import { DrawbridgeError } from '@drawbridge/core';
import type { TokenSet } from '@drawbridge/oauth';

/** The types of tokens that go as `Bearer`: RFC 6750, and what RFC 8693 section 2.2.1 has for tokens of other kinds. */
const SENT_AS_BEARER = new Set(['bearer', 'n_a']);

/** Looked at once for each token set: a source hands out the same for hours. */
export function createAuthorizations(): (tokens: TokenSet) => string {
  const known = new WeakMap<TokenSet, string>();
  return (tokens) => {
    const seen = known.get(tokens);
    if (seen !== undefined) return seen;
    const value = authorizationOf(tokens);
    known.set(tokens, value);
    return value;
  };
}

/**
 * The value of the Authorization field for a token set.
 *
 * @throws {DrawbridgeError} `token_endpoint_invalid` for one that cannot be sent so
 */
function authorizationOf({ accessToken, tokenType }: TokenSet): string {
  if (!SENT_AS_BEARER.has(tokenType.toLowerCase())) {
    throw new DrawbridgeError('token_endpoint_invalid', {
      detail: 'the access token is of a type that proves more than that somebody holds it',
      hint: 'Have the provider give this client tokens of the type Bearer.',
    });
  }
  // It comes from a file or a program too, and a line end in it would begin a field of its own.
  if (!/^[\x21-\x7e]+$/.test(accessToken)) {
    throw new DrawbridgeError('token_endpoint_invalid', {
      detail: 'the access token has a character that a header field may not have',
      hint: 'Give the access token alone: one word, without quotes around it.',
    });
  }
  return `Bearer ${accessToken}`;
}
