import {
  holds,
  intersect,
  isEmpty,
  type Language,
  languageOfTexts,
  narrowParts,
} from '@drawbridge/rules/analysis';
import { ANYTHING, type Domain, isImpossible, spellings, type Values, within } from './domain.ts';

/** A piece of a text that is made of a token: as it stands, or a claim by its path. */
export type TextPart =
  | { readonly text: string; readonly language: Language }
  | { readonly claim: string };

/** A piece that stands as it is. */
export function textPart(text: string): TextPart {
  return { text, language: languageOfTexts([text]) };
}

/** A text that is made of a token must be one of these. */
export interface SpelledText {
  /** The same list for the same text: two that are asked of it are one. */
  readonly parts: readonly TextPart[];
  readonly texts: Language;
}

/**
 * A set of upstream tokens, which holds at least those that are meant: where it is empty, there is no such token. Claims that it
 * does not name may be anything.
 */
export interface TokenSet {
  readonly domains: ReadonlyMap<string, Domain>;
  /** What the domains do not say: of texts that claims are a part of. */
  readonly spelled: readonly SpelledText[];
}

export const ALL_TOKENS: TokenSet = { domains: new Map(), spelled: [] };

/** What a claim may be. */
export function domainOf({ domains }: TokenSet, claim: string): Domain {
  return domains.get(claim) ?? ANYTHING;
}

/** What a part of a text may be. */
export function languageOfPart(tokens: TokenSet, part: TextPart): Language {
  return 'text' in part ? part.language : spellings(domainOf(tokens, part.claim));
}

/** The tokens of which a claim is something else. @returns `undefined` where none is seen to be left */
export function restrict(
  tokens: TokenSet,
  claim: string,
  narrow: (domain: Domain) => Domain,
): TokenSet | undefined {
  const domain = narrow(domainOf(tokens, claim));
  if (isImpossible(domain)) return undefined;
  return { ...tokens, domains: new Map(tokens.domains).set(claim, domain) };
}

/** The tokens of which a text is made that is one of these. @returns `undefined` where none is seen to be left */
export function requireText(
  tokens: TokenSet,
  parts: readonly TextPart[],
  texts: Language,
): TokenSet | undefined {
  if (isEmpty(texts)) return undefined;
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) {
    if ('text' in only) return holds(texts, only.text) ? tokens : undefined;
    return fixTexts(tokens, only.claim, texts);
  }
  const same = tokens.spelled.find((spelled) => spelled.parts === parts);
  const both = same === undefined ? texts : intersect(same.texts, texts);
  if (isEmpty(both)) return undefined;
  const others = tokens.spelled.filter((spelled) => spelled !== same);
  return { ...tokens, spelled: [...others, { parts, texts: both }] };
}

/** The tokens of which a claim is spelled as one of these texts. @returns `undefined` where none is seen to be left */
export function fixTexts(tokens: TokenSet, claim: string, texts: Language): TokenSet | undefined {
  const values: Values = { texts, scalars: texts };
  return restrict(tokens, claim, (domain) => within(domain, values));
}

/** How often claims that stand in the same texts are narrowed by one another. */
const ROUNDS = 3;

/**
 * Narrows claims by the texts that they are part of: each to what there is a text for, whichever the others are.
 *
 * @returns `undefined` where none is left
 */
export function settle(tokens: TokenSet): TokenSet | undefined {
  let settled: TokenSet | undefined = tokens;
  const rounds = tokens.spelled.length > 1 ? ROUNDS : 1;
  for (let round = 0; round < rounds; round++) {
    for (const spelled of tokens.spelled) {
      if (settled === undefined) return undefined;
      settled = narrow(settled, spelled);
    }
  }
  return settled;
}

function narrow(tokens: TokenSet, { parts, texts }: SpelledText): TokenSet | undefined {
  const narrowed = narrowParts(
    parts.map((part) => languageOfPart(tokens, part)),
    texts,
  );
  if (narrowed.some(isEmpty)) return undefined;
  let left: TokenSet | undefined = tokens;
  for (const [index, part] of parts.entries()) {
    const language = narrowed[index];
    if ('text' in part || language === undefined || left === undefined) continue;
    // A claim that stands in a text twice is narrowed twice.
    left = fixTexts(left, part.claim, language);
  }
  return left;
}
