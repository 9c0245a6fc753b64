import { decodeBase64Url } from '../encoding/base64url.ts';
import { hasDuplicateMembers } from '../encoding/duplicate-members.ts';
import { type JsonObject, parseJsonText } from '../encoding/json.ts';
import { decodeUtf8, encodeUtf8 } from '../encoding/utf8.ts';
import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import { UPSTREAM_DEFAULTS } from '../upstream-defaults.ts';

/** How deep a claim may be nested. What writes JSON recurses, and runs out of stack on far more. */
const MAX_DEPTH = 32;

/** A signed JWT taken apart. **Nothing in it is to be trusted yet**: no signature was checked. */
export interface DecodedToken {
  readonly header: JsonObject;
  readonly claims: JsonObject;
  /** What the signature is over: RFC 7515 section 5.1, step 5. */
  readonly signingInput: Uint8Array;
  readonly signature: Uint8Array;
}

/**
 * Takes a compact JWS (RFC 7515 section 7.1) that holds a JWT claims set apart,
 * checking form alone.
 *
 * @param maxLength - characters. Default: 20,000
 * @throws {DrawbridgeError} `token_too_large`, `token_encrypted`, `token_malformed`
 */
export function decodeToken(
  text: string,
  maxLength: number = UPSTREAM_DEFAULTS.tokenLength,
): DecodedToken {
  if (text.length > maxLength) throw tokenTooLarge(text.length, maxLength);
  // At most six parts are ever made, whatever the number of dots in the text.
  const parts = text.split('.', 6);
  if (parts.length === 5) throw new DrawbridgeError('token_encrypted');
  if (parts.length !== 3) throw malformed(`it has ${describeParts(parts.length)}, not 3`);
  const [headerPart, claimsPart, signaturePart] = parts as [string, string, string];

  return {
    header: decodeObject(headerPart, 'header'),
    claims: decodeObject(claimsPart, 'claims set'),
    signingInput: encodeUtf8(text.slice(0, headerPart.length + 1 + claimsPart.length)),
    signature: decodeBytes(signaturePart, 'signature'),
  };
}

/** The fault of a token that is longer than a limit, both in characters. */
export function tokenTooLarge(length: number, limit: number): DrawbridgeError {
  return new DrawbridgeError('token_too_large', {
    detail: `the token has ${length} characters, the limit is ${limit}`,
  });
}

function decodeObject(part: string, name: string): JsonObject {
  const text = decodeUtf8(decodeBytes(part, name));
  const object = text === undefined ? undefined : parseJsonText(text);
  if (text === undefined || object === undefined) {
    throw malformed(`its ${name} is not a JSON object`);
  }
  if (isDeeperThan(MAX_DEPTH, object)) throw malformed(`its ${name} is nested too deeply`);
  // RFC 7515 section 4, RFC 7519 section 4: names must be unique.
  if (hasDuplicateMembers(text, object)) {
    throw malformed(`its ${name} has two members with the same name`);
  }
  return object;
}

function isDeeperThan(limit: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return limit === 0 || Object.values(value).some((inner) => isDeeperThan(limit - 1, inner));
}

function decodeBytes(part: string, name: string): Uint8Array {
  const bytes = decodeBase64Url(part);
  if (bytes === undefined) throw malformed(`its ${name} is not base64url`);
  return bytes;
}

function describeParts(count: number): string {
  return count === 1 ? '1 part' : `${count > 5 ? 'more than 5' : count} parts`;
}

function malformed(why: string): DrawbridgeError {
  return new DrawbridgeError('token_malformed', {
    detail: `the token is not a well-formed signed JWT: ${why}`,
  });
}
