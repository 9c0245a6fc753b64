import type { ConfigFault } from '@drawbridge/core';

/** What a migration found on its way: sentences for the operator, and what stops it. */
export interface Findings {
  readonly notes: string[];
  readonly faults: ConfigFault[];
}

/** Nothing found yet. */
export function createFindings(): Findings {
  return { notes: [], faults: [] };
}
