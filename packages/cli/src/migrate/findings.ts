import type { ConfigFault } from '@drawbridge/core';

/** What a migration found on its way: sentences for the operator, and what stops it. */
export interface Findings {
  readonly notes: string[];
  readonly faults: ConfigFault[];
}

/** Adds to findings what there is to say of an option, a key or a flag. */
export interface Teller {
  note(name: string, sentence: string): void;
  /** @param message - the rest of a sentence */
  fault(name: string, message: string): void;
}

/** Nothing found yet. */
export function createFindings(): Findings {
  return { notes: [], faults: [] };
}

/** @param placeOf - where somebody gave what has this name, which each fault says */
export function createTeller(
  { notes, faults }: Findings,
  placeOf: (name: string) => string | undefined,
): Teller {
  return {
    note: (name, sentence) => void notes.push(`${name}: ${sentence}`),
    fault(name, message) {
      const place = placeOf(name);
      faults.push({ path: place === undefined ? name : `${name} (${place})`, message });
    },
  };
}
