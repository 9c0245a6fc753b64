/** Where one character of a text is, and whether it joins two values. */
export type TokenFlaw = 'joined' | 'spaced' | 'foreign';

/** The bits of the table: what may be in a token of each kind. */
const BEARER = 1;
const OPAQUE = 2;
const COMMA = 0x2c;
const SPACE = 0x20;

const KINDS = new Uint8Array(128);
for (let code = SPACE + 1; code < 0x7f; code++) KINDS[code] = OPAQUE;
for (const character of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/=') {
  KINDS[character.charCodeAt(0)] = BEARER | OPAQUE;
}
KINDS[COMMA] = 0;

/**
 * Says what is wrong with the characters of a bearer token, which are those of `b64token`
 * (RFC 6750 section 2.1); `=` may be anywhere, for an AWS load balancer pads each part of a JWT.
 */
export function bearerTokenFlaw(value: string, start: number): TokenFlaw | undefined {
  return flawOf(value, start, BEARER);
}

/**
 * Says what is wrong with the characters of a refresh token: RFC 6749 appendix A.17 allows all that can be
 * seen. Two of these are not accepted, because joined fields look so: the comma and the space.
 */
export function opaqueTokenFlaw(value: string): TokenFlaw | undefined {
  return flawOf(value, 0, OPAQUE);
}

function flawOf(value: string, start: number, kind: number): TokenFlaw | undefined {
  for (let index = start; index < value.length; index++) {
    const code = value.charCodeAt(index);
    // Beyond the table there is nothing, and nothing has no bits.
    if (((KINDS[code] ?? 0) & kind) !== 0) continue;
    if (code === COMMA) return 'joined';
    return code === SPACE ? 'spaced' : 'foreign';
  }
  return undefined;
}
