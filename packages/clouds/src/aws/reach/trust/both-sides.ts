import type { Language } from '@drawbridge/rules/analysis';

/** The texts that a value of a condition matches, from both sides: what is not documented is in the one and not in the other. */
export interface ValueTexts {
  /** Those that it may match, and maybe more. */
  readonly may: Language;
  /** Those that it matches for sure, and maybe not all. Exact, as a language. */
  readonly must: Language;
}
