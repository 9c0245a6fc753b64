import type { ConfigFault } from '@drawbridge/core';
import { findAccessRuleFaults } from '@drawbridge/rules';
import { keepsClaim } from '../../user/user-of.ts';
import { readerOf } from '../build/reader-of.ts';
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
  const everyone = [...providers, ...programs];
  const names = allOf(everyone.map((who) => who?.name));
  const readers = allOf(everyone.map((who) => who && readerOf(who)));
  // What rules refer to must be there; whether it is cannot be told while some of it is not valid.
  return findAccessRuleFaults(rules, 'gateway.rules', {
    providers: bearer === 'unknown' ? undefined : names && [...new Set(names)],
    hosts: allOf(hosts),
    keepsClaim:
      bearer === 'unknown'
        ? undefined
        : readers &&
          ((claim, named) =>
            readers.some(
              (reader) => named?.includes(reader.provider) !== false && keepsClaim(claim, reader),
            )),
  });
}

/** @returns `undefined` where one of them is not known, or there is none */
function allOf<T>(values: Sparse<T>): readonly T[] | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === values.length && known.length > 0 ? known : undefined;
}
