import { DrawbridgeError } from '@drawbridge/core';
import type { RawParameters } from './raw-parameters.ts';

/**
 * A parameter that may be given once (RFC 6749 section 3.2).
 *
 * @returns its value of whatever type, `undefined` when it is left out
 * @throws {DrawbridgeError} `parameter_invalid` when it is repeated
 */
export function single(parameters: RawParameters, name: string): unknown {
  const values = parameters.get(name) ?? [];
  if (values.length > 1) {
    throw new DrawbridgeError('parameter_invalid', { hint: `"${name}" is given more than once.` });
  }
  return values[0];
}

/**
 * A text parameter that may be given once.
 *
 * @throws {DrawbridgeError} `parameter_invalid` when it is repeated, or is no string
 */
export function singleText(parameters: RawParameters, name: string): string | undefined {
  const value = single(parameters, name);
  if (value === undefined || typeof value === 'string') return value;
  throw new DrawbridgeError('parameter_invalid', { hint: `"${name}" must be a string.` });
}

/** More than this many values of one parameter are not looked at. */
const MAX_VALUES = 20;

/**
 * A text parameter that may be given several times.
 *
 * @throws {DrawbridgeError} `parameter_invalid` when a value is no string or empty, or there are too many
 */
export function severalTexts(parameters: RawParameters, name: string): readonly string[] {
  const values = parameters.get(name) ?? [];
  if (values.length > MAX_VALUES) {
    throw new DrawbridgeError('parameter_invalid', {
      hint: `"${name}" is given more than ${MAX_VALUES} times.`,
    });
  }
  return values.map((value) => {
    if (typeof value === 'string' && value !== '') return value;
    throw new DrawbridgeError('parameter_invalid', {
      hint: `"${name}" must be a string with something in it.`,
    });
  });
}
