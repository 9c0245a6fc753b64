import { decodeBase64Url, decodeBase64UrlText } from '../encoding/base64url.ts';
import { hasDuplicates } from '../encoding/duplicate-members.ts';
import { type JsonObject, parseJsonText } from '../encoding/json.ts';
import { isPlainJson } from '../encoding/plain-json.ts';
import { scanJson } from '../encoding/scan-json.ts';
import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import { UPSTREAM_DEFAULTS } from '../upstream-defaults.ts';

/** How many objects and lists may lie in one another. What writes JSON recurses, and runs out of stack on far more. */
const MAX_DEPTH = 32;

/** A signed JWT taken apart. **Nothing in it is to be trusted yet**: no signature was checked. */
export interface DecodedToken {
  readonly header: JsonObject;
  readonly claims: JsonObject;
  /** What the signature is over, all of it ASCII: RFC 7515 section 5.1, step 5. */
  readonly signingInput: string;
  readonly signature: Uint8Array;
}

/**
 * Takes a compact JWS (RFC 7515 section 7.1) that holds a JWT claims set apart,
 * checking form alone.
 *
 * @param maxLength - characters. Default: 20,000
 * @param maybePadded - whether its parts may be padded with `=` (RFC 4648 section 4), against RFC 7515 section 2: each of
 *   them exactly, or none. Default: false
 * @throws {DrawbridgeError} `token_too_large`, `token_encrypted`, `token_malformed`
 */
export function decodeToken(
  text: string,
  maxLength: number = UPSTREAM_DEFAULTS.tokenLength,
  maybePadded = false,
): DecodedToken {
  if (text.length > maxLength) throw tokenTooLarge(text.length, maxLength);
  const first = text.indexOf('.');
  const second = text.indexOf('.', first + 1);
  if (first < 0 || second < 0 || text.includes('.', second + 1)) throw notThreeParts(text);

  const read = maybePadded && text.includes('=') ? takePaddingOff : asItIs;
  const header = decodeObject(read(text.slice(0, first)), 'header');
  const claims = decodeObject(read(text.slice(first + 1, second)), 'claims set');
  const signature = decodeBase64Url(read(text.slice(second + 1)));
  if (signature === undefined) throw malformed('its signature is not base64url');
  return { header, claims, signingInput: text.slice(0, second), signature };
}

/** The fault of a token that is longer than a limit, both in characters. */
export function tokenTooLarge(length: number, limit: number): DrawbridgeError {
  return new DrawbridgeError('token_too_large', {
    detail: `the token has ${length} characters, the limit is ${limit}`,
  });
}

function asItIs(part: string): string {
  return part;
}

/** Of four equal characters at the end two stay, and are refused as what they are: no base64url. */
function takePaddingOff(part: string): string {
  if (part.length % 4 !== 0) throw malformed('it is padded, but not to groups of four characters');
  if (part.endsWith('==')) return part.slice(0, -2);
  return part.endsWith('=') ? part.slice(0, -1) : part;
}

function decodeObject(part: string, name: string): JsonObject {
  const text = decodeBase64UrlText(part);
  const object = text === undefined ? undefined : parseJsonText(text);
  if (text === undefined || object === undefined) {
    const bytes = decodeBase64Url(part);
    throw malformed(`its ${name} is not ${bytes === undefined ? 'base64url' : 'a JSON object'}`);
  }
  if (isPlainJson(text, object, MAX_DEPTH)) return object;
  const scan = scanJson(text);
  if (scan.depth > MAX_DEPTH) throw malformed(`its ${name} is nested too deeply`);
  // RFC 7515 section 4, RFC 7519 section 4: names must be unique.
  if (hasDuplicates(scan, object)) {
    throw malformed(`its ${name} has two members with the same name`);
  }
  return object;
}

/** Says why; at most six parts are ever made, whatever the number of dots in the text. */
function notThreeParts(text: string): DrawbridgeError {
  const { length } = text.split('.', 6);
  return length === 5
    ? new DrawbridgeError('token_encrypted')
    : malformed(`it has ${describeParts(length)}, not 3`);
}

function describeParts(count: number): string {
  return count === 1 ? '1 part' : `${count > 5 ? 'more than 5' : count} parts`;
}

function malformed(why: string): DrawbridgeError {
  return new DrawbridgeError('token_malformed', {
    detail: `the token is not a well-formed signed JWT: ${why}`,
  });
}
