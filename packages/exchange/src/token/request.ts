import {
  type Algorithm,
  type Call,
  decodeUtf8,
  DrawbridgeError,
  headerValues,
  isAlgorithm,
  mediaType,
  readBody,
} from '@drawbridge/core';
import { readFormParameters } from './form-body.ts';
import { readJsonParameters } from './json-body.ts';
import type { RawParameters } from './raw-parameters.ts';

/** What a caller asks for. */
export interface TokenRequest {
  /** The upstream token, not yet looked at. */
  readonly token: string;
  /** The algorithm that the new token should be signed with. */
  readonly alg?: Algorithm;
}

/** Bytes. Ample for the longest token that is looked at, in any of the forms. */
const MAX_BODY = 64 * 1024;

const READERS: ReadonlyMap<string, (body: string) => RawParameters> = new Map([
  ['application/json', readJsonParameters],
  ['application/x-www-form-urlencoded', readFormParameters],
  ['application/jwt', (body: string) => ({ token: body })],
]);

/**
 * Reads a request for a token in one of its three forms: JSON, a form, or the bare token.
 *
 * @throws {DrawbridgeError} of kind `request`
 */
export async function readTokenRequest(call: Call): Promise<TokenRequest> {
  const read = pickReader(call);
  const body = decodeUtf8(await readBody(call, MAX_BODY));
  if (body === undefined) {
    throw new DrawbridgeError('body_malformed', { hint: 'It is not UTF-8.' });
  }
  const { token, alg } = read(body);
  return { token: requireToken(token), ...(alg !== undefined && { alg: requireAlgorithm(alg) }) };
}

function pickReader(call: Call): (body: string) => RawParameters {
  const [contentType, ...more] = headerValues(call, 'content-type');
  const reader =
    contentType === undefined || more.length > 0 ? undefined : READERS.get(mediaType(contentType));
  if (reader === undefined) {
    throw new DrawbridgeError('media_type_unsupported', {
      hint: `Send one Content-Type header: ${[...READERS.keys()].join(', ')}.`,
    });
  }
  return reader;
}

function requireToken(value: unknown): string {
  if (value === undefined) {
    throw new DrawbridgeError('parameter_missing', { hint: 'Give the token as "token".' });
  }
  if (typeof value !== 'string') {
    throw new DrawbridgeError('parameter_invalid', { hint: '"token" must be a string.' });
  }
  // Files and shells add a line end where nobody asked for one.
  const token = value.trim();
  if (token === '') {
    throw new DrawbridgeError('parameter_missing', {
      hint: '"token" is empty. Is the variable that holds it set?',
    });
  }
  return token;
}

function requireAlgorithm(value: unknown): Algorithm {
  if (typeof value !== 'string') {
    throw new DrawbridgeError('parameter_invalid', { hint: '"alg" must be a string.' });
  }
  if (!isAlgorithm(value)) throw new DrawbridgeError('algorithm_unavailable');
  return value;
}
