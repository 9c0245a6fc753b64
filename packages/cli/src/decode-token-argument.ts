import { decodeToken, type DecodedToken, DrawbridgeError } from '@drawbridge/core';

/** What people give in place of a token alone, and what to do about it. */
const HINTS: readonly (readonly [form: RegExp, hint: string])[] = [
  [/^(?:authorization[ \t]*:|bearer\s)/i, 'Give the token alone: what comes behind "Bearer".'],
  [/^[{[]/, 'It is JSON: give the token in it alone, such as jq -r .id_token FILE.'],
  [/^["']/, 'It is in quotation marks: give what is between them.'],
  [/\s/, "It has a space or a line end in it: tr -d '[:space:]' < FILE joins its parts."],
  [
    /^[^.]*(?:\.[^.]*)?$/,
    'It may be an access token, which need be no JWT: give the ID token. One of these has three parts, with dots between them.',
  ],
];

/**
 * Takes a token apart that a person gave, and says what to do where it is none.
 *
 * @param limit - characters
 * @throws {DrawbridgeError} as `decodeToken` does, with a hint
 */
export function decodeTokenArgument(text: string, limit: number): DecodedToken {
  try {
    return decodeToken(text, limit);
  } catch (thrown) {
    if (!(thrown instanceof DrawbridgeError) || thrown.hint !== undefined) throw thrown;
    const { code, message: detail } = thrown;
    const hint =
      code === 'token_encrypted'
        ? 'Have the issuer sign its tokens and not encrypt them: no relying party reads these.'
        : code === 'token_malformed'
          ? (HINTS.find(([form]) => form.test(text))?.[1] ?? 'Is it whole? Copy it again.')
          : undefined;
    throw new DrawbridgeError(code, { detail, ...(hint !== undefined && { hint }), cause: thrown });
  }
}
