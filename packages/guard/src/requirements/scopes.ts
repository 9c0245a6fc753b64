import type { Requirement } from './requirement.ts';

/**
 * The access token must grant all of these scopes.
 *
 * @throws {TypeError} when one is no scope (RFC 6749 section 3.3)
 */
export function scopes(...all: readonly string[]): Requirement {
  requireScopes(all);
  return {
    description: `needs the ${all.length === 1 ? 'scope' : 'scopes'} ${all.join(' ')}`,
    scopes: Object.freeze([...new Set(all)]),
    isMetBy: (caller) => caller.hasScope(...all),
  };
}

/**
 * The access token must grant one of these scopes. The challenge and OpenAPI name the first, so that nobody asks for
 * more than needed: put the one that gives least there.
 *
 * @throws {TypeError} when one is no scope (RFC 6749 section 3.3)
 */
export function anyScope(...alternatives: readonly string[]): Requirement {
  requireScopes(alternatives);
  return {
    description: `needs one of the scopes ${alternatives.join(' ')}`,
    scopes: Object.freeze(alternatives.slice(0, 1)),
    isMetBy: (caller) => alternatives.some((scope) => caller.hasScope(scope)),
  };
}

function requireScopes(names: readonly unknown[]): void {
  const fine = names.every((name) => typeof name === 'string' && SCOPE.test(name));
  if (names.length > 0 && fine) return;
  throw new TypeError('give scopes as one string each: printable ASCII without space, " and \\');
}

const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]+$/;
