import type { ConfigFault } from '@drawbridge/core';
import type { SparseSection } from './sift-section.ts';

/** What rules refer to must be there; whether it is cannot be told while some of it is not valid. */
export async function ruleFaults({
  providers,
  bearer,
  rules,
}: SparseSection): Promise<readonly ConfigFault[]> {
  if (bearer === 'unknown' || providers.includes(undefined)) return [];
  const known = new Set([
    ...providers.map((provider) => provider?.name),
    ...(bearer?.issuers ?? []).map(({ name }) => name),
  ]);
  return rules.flatMap((rule, index) =>
    [rule?.match?.providers ?? []]
      .flat()
      .filter((name) => !known.has(name))
      .map((name) => ({
        path: `gateway.rules[${index}].match.providers`,
        message: `names "${name}", which is neither one of the providers nor of the issuers of bearer tokens`,
      })),
  );
}
