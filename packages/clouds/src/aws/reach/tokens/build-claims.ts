import { isJsonObject, member } from '@drawbridge/core';
import type { ChosenClaims } from './choose-claims.ts';

/** How claims whose path has dots are written. */
export type Nesting = 'nested' | 'flat';

/**
 * The claims of a token. A path with dots is written as issuers do, nested, where its parts are plain names and nothing else of
 * the token stands in the way; `flat` writes it as one name, which always means the same.
 */
export function buildClaims(chosen: ChosenClaims, nesting: Nesting): Record<string, unknown> {
  const claims = new Map<string, unknown>();
  for (const [path, given] of chosen) {
    if (given === undefined) continue;
    const names = path.split('.');
    if (nesting === 'flat' || !isNestable(path, names, chosen)) claims.set(path, given.value);
    else nest(claims, names, given.value);
  }
  // Of entries, for __proto__ is a name like any other.
  return Object.fromEntries(claims);
}

function isNestable(path: string, names: readonly string[], chosen: ChosenClaims): boolean {
  if (names.length === 1 || !names.every((name) => /^[A-Za-z][\w-]*$/.test(name))) return false;
  return names.every((_, index) => {
    const outer = names.slice(0, index + 1).join('.');
    return outer === path || !chosen.has(outer);
  });
}

function nest(claims: Map<string, unknown>, names: readonly string[], value: unknown): void {
  const [first = '', ...rest] = names;
  const outer = claims.get(first);
  claims.set(first, withMember(isJsonObject(outer) ? outer : {}, rest, value));
}

function withMember(
  object: Readonly<Record<string, unknown>>,
  [name = '', ...rest]: readonly string[],
  value: unknown,
): Readonly<Record<string, unknown>> {
  if (rest.length === 0) return { ...object, [name]: value };
  const inner = member(object, name);
  return { ...object, [name]: withMember(isJsonObject(inner) ? inner : {}, rest, value) };
}
