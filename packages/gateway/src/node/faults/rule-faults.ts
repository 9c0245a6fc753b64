import type { ConfigFault } from '@drawbridge/core';
import { findAccessRuleFaults } from '@drawbridge/rules';
import type { Sparse, SparseSection } from './sift-section.ts';

/** What is wrong with the rules, by themselves and beside the rest of the section. */
export async function ruleFaults({
  hosts,
  providers,
  bearer,
  rules,
}: SparseSection): Promise<readonly ConfigFault[]> {
  if (rules.length === 0) return [];
  const programs = bearer === undefined || bearer === 'unknown' ? [] : bearer.issuers;
  const names = allOf([...providers, ...programs].map((who) => who?.name));
  // What rules refer to must be there; whether it is cannot be told while some of it is not valid.
  return findAccessRuleFaults(rules, 'gateway.rules', {
    providers: bearer === 'unknown' ? undefined : names && [...new Set(names)],
    hosts: allOf(hosts),
  });
}

/** @returns `undefined` where one of them is not known, or there is none */
function allOf(values: Sparse<string>): readonly string[] | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === values.length && known.length > 0 ? known : undefined;
}
