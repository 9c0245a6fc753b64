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

/** `b64token` of RFC 6750 section 2.1. */
const BEARER_TOKEN = /^[\w.~+/-]+=*$/;

/** Whether a text can be a bearer token. For tokens that are no JWTs: of those, the decoder says more. */
export function isBearerToken(value: string): boolean {
  return BEARER_TOKEN.test(value);
}
