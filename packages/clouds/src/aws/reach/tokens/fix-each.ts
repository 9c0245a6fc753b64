import { type Language, languageOfTexts, sampleOf, subtract } from '@drawbridge/rules/analysis';
import { chooseText, type Taste } from './claim-value.ts';
import { spellings } from './domain.ts';
import { fixTogether } from './fix-together.ts';
import { domainOf, fixTexts, spellingsOf, type TokenSet } from './token-set.ts';

/** How many texts are tried for a claim where they are not counted, and for all of one token. */
const TRIES = 8;
const ALL_TRIES = 40;

/**
 * Fixes claims that stand in several places one after the other, and all others together: once these are chosen, each text is a matter
 * of its own.
 *
 * @returns `undefined` where there is no such text; `null` where none was found
 */
export function fixEach(
  tokens: TokenSet,
  taste: Taste,
  tries: { left: number } = { left: ALL_TRIES },
): TokenSet | undefined | null {
  const claim = sharedClaim(tokens);
  if (claim === undefined) return fixTogether(tokens, taste);
  const language = spellingsOf(tokens, claim);
  let count = 0;
  let isSure = true;
  for (const text of textsToTry(language, taste)) {
    if (tries.left-- <= 0) return null;
    count++;
    const narrowed = fixTexts(tokens, claim, languageOfTexts([text]));
    const fixed = narrowed === undefined ? undefined : fixEach(narrowed, taste, tries);
    if (fixed !== undefined && fixed !== null) return fixed;
    if (fixed === null) isSure = false;
  }
  const isAll = language.texts !== undefined && count === language.texts.size;
  return isAll && isSure ? undefined : null;
}

/** A claim that is not fixed, and stands in more places than one. */
function sharedClaim(tokens: TokenSet): string | undefined {
  const seen = new Set<string>();
  for (const { parts } of tokens.spelled) {
    for (const part of parts) {
      if ('text' in part) continue;
      if (seen.has(part.claim) && !isFixed(spellings(domainOf(tokens, part.claim)))) {
        return part.claim;
      }
      seen.add(part.claim);
    }
  }
  return undefined;
}

function isFixed({ texts }: Language): boolean {
  return texts?.size === 1;
}

function* textsToTry(language: Language, taste: Taste): Generator<string> {
  let left = language;
  const seen = new Set<string>();
  const most = language.texts?.size ?? TRIES;
  while (seen.size < most && sampleOf(left) !== undefined) {
    const text = chooseText(left, taste);
    if (seen.has(text)) return;
    seen.add(text);
    yield text;
    left = subtract(left, languageOfTexts([text]));
  }
}
