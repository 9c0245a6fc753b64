import { decodeToken, type DecodedToken, DrawbridgeError } from '@drawbridge/core';

/** What has fewer than three parts. */
const OPAQUE = /^[^.]*(?:\.[^.]*)?$/;

/** What people give in place of a token alone, and what to do about it. */
const HINTS: readonly (readonly [form: RegExp, hint: string])[] = [
  [/^(?:authorization[ \t]*:|bearer\s)/i, 'Give the token alone: what comes behind "Bearer".'],
  [/^[{[]/, 'It is JSON: give the token in it alone, such as jq -r .id_token FILE.'],
  [/^["']/, 'It is in quotation marks: give what is between them.'],
  [/\s/, "It has a space or a line end in it: tr -d '[:space:]' < FILE joins its parts."],
  [
    /^(?:~|\.{0,2})\/|\.(?:jws|jwt|json|token|txt)$/i,
    'Give the token itself, - for standard input, or @FILE.',
  ],
  [
    OPAQUE,
    'It may be an access token, which need be no JWT: give the ID token. One of these has three parts, with dots between them.',
  ],
];

/**
 * Takes a token apart that a person gave, and says what to do where it is none.
 *
 * @param limit - characters. Default: that of `decodeToken`
 * @throws {DrawbridgeError} as `decodeToken` does, with a hint
 */
export function decodeTokenArgument(text: string, limit?: number): DecodedToken {
  try {
    return decodeToken(text, limit);
  } catch (thrown) {
    throw withTokenHint(thrown, text);
  }
}

/**
 * Adds what to do to the fault of a token that a person gave.
 *
 * @param opaque - what else to say of a token that is no JWT
 * @returns what was thrown, where it is no fault of the form or has a hint
 */
export function withTokenHint(thrown: unknown, text: string, opaque?: string): unknown {
  if (!(thrown instanceof DrawbridgeError) || thrown.hint !== undefined) return thrown;
  const { code, message: detail } = thrown;
  const hint = hintFor(code, text, opaque);
  if (hint === undefined) return thrown;
  return new DrawbridgeError(code, { detail, hint, cause: thrown });
}

function hintFor(code: string, text: string, opaque: string | undefined): string | undefined {
  if (code === 'token_encrypted') {
    return 'Have the issuer sign its tokens and not encrypt them: no relying party reads these.';
  }
  if (code !== 'token_malformed') return undefined;
  const [form, hint] = HINTS.find(([each]) => each.test(text)) ?? [];
  return (form === OPAQUE ? opaque : undefined) ?? hint ?? 'Is it whole? Copy it again.';
}
