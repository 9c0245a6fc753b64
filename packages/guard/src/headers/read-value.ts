import type { DrawbridgeError } from '@drawbridge/core';
import { doubled, malformed, spaced } from './header-faults.ts';
import { type TokenFlaw, tokenFlaw } from './token-characters.ts';

/** Characters of base64 in which a proxy may hand claims on. */
export const MAX_CLAIMS_LENGTH = 32_768;

/** Reads the value of a field, which is its `field` in messages; `undefined` for one that carries nothing. */
export type ReadValue = (value: string, field: string) => string | undefined;

const SCHEME = 'bearer';
const SPACE = 0x20;
const COMMA = 0x2c;
/** Beside letters and digits, what may be in the name of a scheme (RFC 9110 section 5.6.2). */
const NAME_MARKS = "!#$%&'*+-.^_`|~";

/**
 * Reads a token that is all of the value. Whether its characters are those of a token is for whoever uses it to say.
 *
 * @throws {DrawbridgeError} `credentials_ambiguous`
 */
export function readToken(value: string, field: string): string | undefined {
  // Proxies send an identity header empty where there is no identity.
  if (value === '') return undefined;
  const flaw = tokenFlaw(value);
  if (flaw !== undefined) throw flawFault(flaw, field);
  return value;
}

/**
 * Reads a token behind the scheme `Bearer` (RFC 6750 section 2.1), in any case and with one space or more between them
 * (RFC 9110 section 11.4). Another scheme is somebody else's business: then there is no token.
 *
 * @throws {DrawbridgeError} `credentials_ambiguous`, `credentials_malformed`
 */
export function readBearer(value: string, field: string): string | undefined {
  if (!startsWithScheme(value)) return undefined;
  const after = value.charCodeAt(SCHEME.length);
  if (after === COMMA) throw flawFault('joined', field);
  if (after !== SPACE) {
    if (isNameCharacter(value.charAt(SCHEME.length))) return undefined;
    throw malformed(field, 'has the scheme Bearer without a token');
  }
  let start = SCHEME.length + 1;
  while (value.charCodeAt(start) === SPACE) start++;
  if (start === value.length) throw malformed(field, 'has the scheme Bearer without a token');
  const token = value.slice(start);
  const flaw = tokenFlaw(token);
  if (flaw === 'spaced') throw malformed(field, 'has more than a token after the scheme Bearer');
  if (flaw !== undefined) throw flawFault(flaw, field);
  return token;
}

/**
 * Reads base64 as it is; what is in it is for `decodeClaims` to say.
 *
 * @throws {DrawbridgeError} `credentials_ambiguous`, `credentials_malformed`
 */
export function readEncodedClaims(value: string, field: string): string | undefined {
  if (value === '') return undefined;
  if (value.length > MAX_CLAIMS_LENGTH) {
    throw malformed(field, `has ${value.length} characters, the limit is ${MAX_CLAIMS_LENGTH}`);
  }
  return readToken(value, field);
}

function startsWithScheme(value: string): boolean {
  if (value.length < SCHEME.length) return false;
  for (let index = 0; index < SCHEME.length; index++) {
    if ((value.charCodeAt(index) | 0x20) !== SCHEME.charCodeAt(index)) return false;
  }
  return true;
}

function isNameCharacter(character: string): boolean {
  if (character === '') return false;
  const isLetter = (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
  return isLetter || (character >= '0' && character <= '9') || NAME_MARKS.includes(character);
}

function flawFault(flaw: TokenFlaw, field: string): DrawbridgeError {
  return flaw === 'joined'
    ? doubled(field, 'holds a comma, as two that were joined do')
    : spaced(field);
}
