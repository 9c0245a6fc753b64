import { type Call, DrawbridgeError, encodeBase64Url, headerValues } from '@drawbridge/core';
import { singleText } from '../parameters.ts';
import type { RawParameters } from '../raw-parameters.ts';

/** The parameter, and the member of a JSON answer. */
export const RENEWAL_PARAMETER = 'renewal_handle';
/** The header field, of requests and of answers that are a bare token. */
export const RENEWAL_HEADER = 'renewal-handle';

/** So that scanners for leaked secrets can know one when they see it. */
const PREFIX = 'dbr_';
const FORM = /^dbr_[A-Za-z0-9_-]{43}$/;

/** Makes a renewal handle: `dbr_` and 256 random bits as base64url. */
export function makeRenewalHandle(): string {
  return PREFIX + encodeBase64Url(crypto.getRandomValues(new Uint8Array(32)));
}

/**
 * The renewal handle of a request: a parameter, or a header field where the body has no place for one.
 *
 * @throws {DrawbridgeError} `parameter_invalid` for one of another form, or given twice
 */
export function readRenewalHandle(call: Call, parameters: RawParameters): string | undefined {
  const parameter = singleText(parameters, RENEWAL_PARAMETER);
  const [header, ...more] = headerValues(call, RENEWAL_HEADER);
  if (header === undefined) return parameter === undefined ? undefined : requireForm(parameter);
  if (parameter === undefined && more.length === 0) return requireForm(header);
  throw new DrawbridgeError('parameter_invalid', {
    hint: 'The renewal handle is given more than once.',
  });
}

function requireForm(handle: string): string {
  if (FORM.test(handle)) return handle;
  // What was sent may be a handle with a letter too many: it is not repeated.
  throw new DrawbridgeError('parameter_invalid', {
    hint: `A renewal handle is "${PREFIX}" and 43 more characters. Is the variable that holds it set?`,
  });
}
