import type { Claimant } from '../caller/claimant.ts';
import type { Requirement } from './requirement.ts';

/** A value of JSON that is no list and no object. */
export type ClaimValue = string | number | boolean;

/**
 * A claim of a signed token must be this value or one of these; or be a list that holds one. Values of different
 * types are never equal.
 *
 * @throws {TypeError} when there is no name or no value, or a value of another type
 */
export function claim(
  name: string,
  value: ClaimValue | readonly ClaimValue[],
): Requirement<Claimant> {
  const accepted = new Set<unknown>(Array.isArray(value) ? value : [value]);
  if (typeof name !== 'string' || name === '') throw new TypeError('give the name of a claim');
  if (accepted.size === 0 || ![...accepted].every(isScalar)) {
    throw new TypeError(
      `the claim ${name} is compared with strings, numbers or booleans, one at least`,
    );
  }
  return {
    description: `needs another value of the claim ${name}`,
    scopes: [],
    isMetBy(caller) {
      const found = caller.claim(name);
      if (Array.isArray(found)) return found.some((item) => accepted.has(item));
      return accepted.has(found);
    },
  };
}

function isScalar(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
}
