import { DrawbridgeError } from '@drawbridge/core';
import type { TokenSet } from './token-set.ts';

/** The types of tokens that go as `Bearer`: RFC 6750, and what RFC 8693 section 2.2.1 has for tokens of other kinds. */
const SENT_AS_BEARER: ReadonlySet<string> = new Set(['bearer', 'n_a']);

/**
 * The access token of a set, fit to stand behind `Bearer` in an Authorization field (RFC 6750 section 2.1).
 *
 * @throws {DrawbridgeError} `token_endpoint_invalid` for one that cannot be sent so
 */
export function bearerToken({ accessToken, tokenType }: TokenSet): string {
  if (!SENT_AS_BEARER.has(tokenType.toLowerCase())) {
    throw new DrawbridgeError('token_endpoint_invalid', {
      detail: 'the access token is no bearer token, so it is not enough to send it',
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
  return accessToken;
}
