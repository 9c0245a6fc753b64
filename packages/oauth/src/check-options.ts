import { requireFunctions } from '@drawbridge/core';
import type { Wanted } from './parameters.ts';

/**
 * A text.
 *
 * @param what - it should be
 * @throws {TypeError} for anything else
 */
export function requireString(value: unknown, option: string, what: string): void {
  if (typeof value !== 'string') throw new TypeError(`${option} must be a string: ${what}`);
}

/** @throws {TypeError} for anything else than a function, saying what it should be */
export function requireFunction(value: unknown, option: string, what: string): void {
  if (typeof value !== 'function') throw new TypeError(`${option} must be a function: ${what}`);
}

/**
 * What must be there, and have these functions.
 *
 * @param what - it should be
 * @throws {TypeError} for anything else
 */
export function requireMember(
  value: unknown,
  option: string,
  functions: readonly string[],
  what: string,
): void {
  if (value === undefined) throw new TypeError(`${option} is missing: it must be ${what}`);
  requireFunctions(value, option, functions, what);
}

/** @throws {TypeError} for what is wanted in another form: a text in the place of a list would be read letter by letter */
export function requireWanted({ scope, audiences, resources }: Wanted): void {
  if (scope !== undefined) {
    requireString(scope, 'scope', "scopes with a space between them, such as 'openid profile'");
  }
  requireList(audiences, 'audiences', "['orders']");
  requireList(resources, 'resources', "['https://api.example.com']");
}

function requireList(value: unknown, option: string, example: string): void {
  if (value === undefined) return;
  if (Array.isArray(value) && value.every((each) => typeof each === 'string')) return;
  throw new TypeError(`${option} must be a list of strings, such as ${example}`);
}
