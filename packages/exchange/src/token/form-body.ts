import { DrawbridgeError } from '@drawbridge/core';
import type { RawParameters } from './raw-parameters.ts';

/**
 * Reads a form (RFC 6749 appendix B). A parameter without a value counts as left
 * out, an unknown one is ignored, and a repeated one is refused (sections 3.1 and 3.2).
 *
 * @throws {DrawbridgeError} `parameter_invalid`
 */
export function readFormParameters(body: string): RawParameters {
  const form = new URLSearchParams(body);
  return { token: single(form, 'token'), alg: single(form, 'alg') };
}

function single(form: URLSearchParams, name: string): string | undefined {
  const values = form.getAll(name);
  if (values.length > 1) {
    throw new DrawbridgeError('parameter_invalid', { hint: `"${name}" is given more than once.` });
  }
  return values[0] === '' ? undefined : values[0];
}
