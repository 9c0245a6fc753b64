import type { RuleGrant } from './rule.ts';

/** The claims that a grant copies: those it lists, else `sub`, unless it makes a `sub` of its own. */
export function copiedClaims({ copy, claims = {} }: RuleGrant): readonly string[] {
  return copy ?? (Object.hasOwn(claims, 'sub') ? [] : ['sub']);
}
