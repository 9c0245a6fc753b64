import {
  type Call,
  decodeUtf8,
  DrawbridgeError,
  headerValues,
  mediaType,
  readBody,
} from '@drawbridge/core';
import { readFormParameters } from './form-body.ts';
import { readJsonParameters } from './json-body.ts';
import type { RawParameters } from './raw-parameters.ts';

/** Reads the parameters of a request from its body. */
export type ReadParameters = (call: Call) => Promise<RawParameters>;

/** Bytes. Ample for the longest token that is looked at, in any of the forms. */
const MAX_BODY = 64 * 1024;

const FORMS: ReadonlyMap<string, (body: string) => RawParameters> = new Map([
  ['application/json', readJsonParameters],
  ['application/x-www-form-urlencoded', readFormParameters],
  ['application/jwt', (body: string) => new Map([['token', [body]]])],
]);

/**
 * Reads the parameters in one of three forms, as the Content-Type says: JSON, a form, or the bare token.
 *
 * @throws {DrawbridgeError} `media_type_unsupported`, `body_missing`, `body_too_large`, `body_malformed`
 */
export async function readParameters(call: Call): Promise<RawParameters> {
  const read = pickForm(call);
  return read(await readText(call));
}

/**
 * The body as text.
 *
 * @throws {DrawbridgeError} `body_missing`, `body_too_large`, `body_malformed`
 */
export async function readText(call: Call): Promise<string> {
  const body = decodeUtf8(await readBody(call, MAX_BODY));
  if (body !== undefined) return body;
  throw new DrawbridgeError('body_malformed', { hint: 'It is not UTF-8.' });
}

function pickForm(call: Call): (body: string) => RawParameters {
  const [contentType, ...more] = headerValues(call, 'content-type');
  const form =
    contentType === undefined || more.length > 0 ? undefined : FORMS.get(mediaType(contentType));
  if (form !== undefined) return form;
  throw new DrawbridgeError('media_type_unsupported', {
    hint: `Send one Content-Type header: ${[...FORMS.keys()].join(', ')}.`,
  });
}
