import { RESERVED_CLAIMS } from '@drawbridge/core';
import type { RuleSet } from '@drawbridge/rules';

/** The claims that tokens may have, as the discovery document tells them. */
export function documentClaims({ claimNames }: Pick<RuleSet, 'claimNames'>): readonly string[] {
  return [...new Set([...RESERVED_CLAIMS, ...claimNames])].sort();
}
