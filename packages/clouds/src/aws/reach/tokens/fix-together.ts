import { holds, languageOfTexts, sampleParts } from '@drawbridge/rules/analysis';
import type { Taste } from './claim-value.ts';
import { readable } from './readable.ts';
import { fixTexts, languageOfPart, type SpelledText, type TokenSet } from './token-set.ts';

/**
 * Fixes all claims of each text at once.
 *
 * @returns `undefined` where there is no text; `null` where that was too much work
 */
export function fixTogether(tokens: TokenSet, taste: Taste): TokenSet | undefined | null {
  let left: TokenSet | undefined = tokens;
  for (const spelled of tokens.spelled) {
    const languages = spelled.parts.map((part) => languageOfPart(tokens, part));
    const samples = sampleParts(languages, spelled.texts);
    if (samples === undefined || samples === null) return samples;
    const texts = taste.isReadable ? filled(tokens, spelled, samples) : samples;
    for (const [index, part] of spelled.parts.entries()) {
      if ('text' in part) continue;
      left &&= fixTexts(left, part.claim, languageOfTexts([texts[index] ?? '']));
    }
  }
  return left;
}

/** The parts, each filled up where the whole stays one of the texts. */
function filled(
  tokens: TokenSet,
  { parts, texts }: SpelledText,
  samples: readonly string[],
): readonly string[] {
  const made = [...samples];
  for (const [index, part] of parts.entries()) {
    const language = languageOfPart(tokens, part);
    if ('text' in part || language.texts !== undefined) continue;
    const fits = (text: string) =>
      holds(language, text) && holds(texts, made.with(index, text).join(''));
    made[index] = readable(made[index] ?? '', fits);
  }
  return made;
}
