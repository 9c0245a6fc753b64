import { createHash } from 'node:crypto';
import { decodeToken, type JsonObject } from '@drawbridge/core';

/**
 * What looks like a signed JWT: its letters need no escape in a form, in JSON and in a header field. It begins where a word
 * does: from each letter of a long one, all the rest would be read again.
 */
const TOKEN = /(?<![\w-])[\w-]+\.[\w-]+\.[\w-]*/g;

/**
 * The claims of the token in a text that an audit record names by its hash.
 *
 * @param hash - SHA-256 in hexadecimal
 * @returns `undefined` where it is not there, or no JWT
 */
export function findToken(text: string, hash: string | undefined): JsonObject | undefined {
  if (hash === undefined) return undefined;
  for (const [token] of text.matchAll(TOKEN)) {
    if (createHash('sha256').update(token).digest('hex') !== hash) continue;
    try {
      return decodeToken(token).claims;
    } catch {
      return undefined;
    }
  }
  return undefined;
}
