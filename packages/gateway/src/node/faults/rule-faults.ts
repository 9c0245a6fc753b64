import type { ConfigFault } from '@drawbridge/core';
import { findAccessRuleFaults } from '@drawbridge/rules';
import type { SparseSection } from './sift-section.ts';

/** What is wrong with the rules, by themselves and beside the rest of the section. */
export async function ruleFaults({
  providers,
  bearer,
  rules,
}: SparseSection): Promise<readonly ConfigFault[]> {
  if (rules.length === 0) return [];
  const named = providers.map((provider) => provider?.name);
  const known = named.filter((name) => name !== undefined);
  // What rules refer to must be there; whether it is cannot be told while some of it is not valid.
  if (bearer === 'unknown' || known.length < named.length || known.length === 0) {
    return findAccessRuleFaults(rules, 'gateway.rules');
  }
  const programs = (bearer?.issuers ?? []).map(({ name }) => name);
  const all = [...new Set([...known, ...programs])];
  return findAccessRuleFaults(rules, 'gateway.rules', { providers: all });
}
