import { type JsonObject, member, quote } from '@drawbridge/core';
import { toldElsewhere } from '@drawbridge/rules';

/** What a claim says of a person's roles: names and ARNs. Where it does not say, they are unknown, and never none. */
export type ListedRoles =
  | { readonly kind: 'known'; readonly roles: readonly string[] }
  /** In a sentence without its full stop. */
  | { readonly kind: 'unknown'; readonly reason: string };

/**
 * Reads the roles that a token lists, which was verified: one, or a list. What is empty is a list of none.
 *
 * @param claim - its name, letter by letter, `https://example.com/roles` too
 */
export function readRolesClaim(claims: JsonObject, claim: string): ListedRoles {
  const elsewhere = toldElsewhere(claims, claim);
  if (elsewhere !== undefined) return { kind: 'unknown', reason: elsewhere };
  const value = member(claims, claim);
  if (value === undefined) {
    return { kind: 'unknown', reason: `the token has no claim ${quote(claim)}` };
  }
  const listed = typeof value === 'string' ? [value] : value;
  if (!Array.isArray(listed) || !listed.every(isRole)) {
    return { kind: 'unknown', reason: `the claim ${quote(claim)} is no list of roles` };
  }
  return { kind: 'known', roles: [...new Set(listed)] };
}

function isRole(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
