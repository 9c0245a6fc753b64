/** What there is between two values that were joined to one. */
export type TokenFlaw = 'joined' | 'spaced';

/**
 * Says by which character a value cannot be one token: by a comma or a space, which joined fields have between them.
 * `includes` looks at a kilobyte in the time that a loop needs for some tens of characters.
 */
export function tokenFlaw(value: string): TokenFlaw | undefined {
  if (value.includes(',')) return 'joined';
  return value.includes(' ') ? 'spaced' : undefined;
}

const BEARER = new Uint8Array(128);
for (const character of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/=') {
  BEARER[character.charCodeAt(0)] = 1;
}

/**
 * Whether a text has the characters of a bearer token alone, which are those of `b64token` (RFC 6750 section 2.1). For
 * tokens that are no JWTs: of those, the decoder says more.
 */
export function isBearerToken(value: string): boolean {
  for (let index = 0; index < value.length; index++) {
    // Beyond the table there is nothing.
    if (BEARER[value.charCodeAt(index)] !== 1) return false;
  }
  return value !== '';
}
