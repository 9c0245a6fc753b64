import { languageOfTexts, type Language, sampleOf, subtract } from '@drawbridge/rules/analysis';
import { type ClaimValue, chooseText, chooseValue, type Taste } from './claim-value.ts';
import { spellings } from './domain.ts';
import { domainOf, fixText, settle, type TokenSet } from './token-set.ts';

/** Values for the claims of a set of tokens, by path. */
export type ChosenClaims = ReadonlyMap<string, ClaimValue>;

/** What came of choosing: `undefined` when there is no such token, `null` when none was found. */
type Choice<Result> = Result | undefined | null;

/** How many texts are tried for a claim that stands in texts with others, and for all claims of one token. */
const TRIES = 4;
const ALL_TRIES = 40;

/**
 * Chooses one token of a set.
 *
 * @returns `undefined` where the set is seen to be empty; `null` where no token of it was found
 */
export function chooseClaims(tokens: TokenSet, taste: Taste): Choice<ChosenClaims> {
  const fixed = fixSpelled(tokens, taste, { left: ALL_TRIES });
  if (fixed === undefined || fixed === null) return fixed;
  const chosen = new Map<string, ClaimValue>();
  for (const [claim, domain] of fixed.domains) {
    const value = chooseValue(domain, taste);
    if (value === null) return null;
    chosen.set(claim, value);
  }
  return chosen;
}

/** Fixes the claims of texts one after the other: once one is chosen, the others are narrowed by it exactly. */
function fixSpelled(tokens: TokenSet, taste: Taste, tries: { left: number }): Choice<TokenSet> {
  const settled = settle(tokens);
  if (settled === undefined) return undefined;
  const claim = settled.spelled
    .flatMap(({ parts }) => parts.map((part) => (typeof part === 'string' ? '' : part.claim)))
    .find((each) => each !== '' && !isFixed(spellings(domainOf(settled, each))));
  if (claim === undefined) return settled;
  for (const text of textsToTry(spellings(domainOf(settled, claim)), taste)) {
    if (tries.left-- <= 0) return null;
    const narrowed = fixText(settled, claim, text);
    const fixed = narrowed === undefined ? undefined : fixSpelled(narrowed, taste, tries);
    if (fixed !== undefined && fixed !== null) return fixed;
  }
  return null;
}

function isFixed({ texts }: Language): boolean {
  return texts?.size === 1;
}

function* textsToTry(language: Language, taste: Taste): Generator<string> {
  let left = language;
  const seen = new Set<string>();
  while (seen.size < TRIES && sampleOf(left) !== undefined) {
    const text = chooseText(left, taste);
    if (seen.has(text)) return;
    seen.add(text);
    yield text;
    left = subtract(left, languageOfTexts([text]));
  }
}
