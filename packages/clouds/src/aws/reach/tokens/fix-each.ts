import { type Language, languageOfTexts, sampleOf, subtract } from '@drawbridge/rules/analysis';
import { chooseText, type Taste } from './claim-value.ts';
import { spellings } from './domain.ts';
import { domainOf, fixTexts, settle, type TokenSet } from './token-set.ts';

/** How many texts are tried for a claim, and for all of one token. */
const TRIES = 4;
const ALL_TRIES = 40;

/**
 * Fixes the claims of texts one after the other: once one is chosen, the others are narrowed by it exactly.
 *
 * @returns `undefined` where there is no text; `null` where none was found
 */
export function fixEach(
  tokens: TokenSet,
  taste: Taste,
  tries: { left: number } = { left: ALL_TRIES },
): TokenSet | undefined | null {
  const settled = settle(tokens);
  if (settled === undefined) return undefined;
  const claim = settled.spelled
    .flatMap(({ parts }) => parts.flatMap((part) => ('claim' in part ? [part.claim] : [])))
    .find((each) => !isFixed(spellings(domainOf(settled, each))));
  if (claim === undefined) return settled;
  for (const text of textsToTry(spellings(domainOf(settled, claim)), taste)) {
    if (tries.left-- <= 0) return null;
    const narrowed = fixTexts(settled, claim, languageOfTexts([text]));
    const fixed = narrowed === undefined ? undefined : fixEach(narrowed, taste, tries);
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
