import { type JsonObject, decodeToken, DrawbridgeError, toDrawbridgeError } from '@drawbridge/core';

/**
 * The claims of a token, before AWS judges it.
 *
 * @throws {DrawbridgeError} `token_malformed` for what is no signed JWT, and need not be sent anywhere to be refused
 */
export function claimsOfToken(token: string): JsonObject {
  try {
    return decodeToken(token, token.length).claims;
  } catch (thrown) {
    const { code, message } = toDrawbridgeError(thrown);
    throw new DrawbridgeError(code, {
      detail: message,
      hint: 'Give the token itself, - for standard input, or @FILE.',
      cause: thrown,
    });
  }
}
