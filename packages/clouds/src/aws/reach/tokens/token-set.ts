import { isEmpty, type Language, languageOfTexts, narrowParts } from '@drawbridge/rules/analysis';
import { ANYTHING, type Domain, isImpossible, spellings, type Values, within } from './domain.ts';

/** A piece of a text that is made of a token: as it stands, or a claim by its path. */
export type TextPart = string | { readonly claim: string };

/** A text that is made of a token must be one of these. */
export interface SpelledText {
  readonly parts: readonly TextPart[];
  readonly texts: Language;
}

/**
 * A set of upstream tokens, which holds at least those that are meant: where it is empty, there is no such token. Claims that it
 * does not name may be anything.
 */
export interface TokenSet {
  readonly domains: ReadonlyMap<string, Domain>;
  /** Of texts with several claims in them: such with one are seen to by the domain of that. */
  readonly spelled: readonly SpelledText[];
}

export const ALL_TOKENS: TokenSet = { domains: new Map(), spelled: [] };

/** What a claim may be. */
export function domainOf({ domains }: TokenSet, claim: string): Domain {
  return domains.get(claim) ?? ANYTHING;
}

/** The tokens of which a claim is something else. @returns `undefined` where none is left */
export function restrict(
  tokens: TokenSet,
  claim: string,
  narrow: (domain: Domain) => Domain,
): TokenSet | undefined {
  const domain = narrow(domainOf(tokens, claim));
  if (isImpossible(domain)) return undefined;
  return { ...tokens, domains: new Map(tokens.domains).set(claim, domain) };
}

/** The tokens of which a text is made that is one of these. @returns `undefined` where none is left */
export function requireText(
  tokens: TokenSet,
  parts: readonly TextPart[],
  texts: Language,
): TokenSet | undefined {
  const narrowed = narrow(tokens, { parts, texts });
  const several = parts.filter((part) => typeof part !== 'string').length > 1;
  if (narrowed === undefined || !several) return narrowed;
  return { ...narrowed, spelled: [...narrowed.spelled, { parts, texts }] };
}

/** How often claims that stand in the same texts are narrowed by one another. */
const ROUNDS = 3;

/** Has the texts of several claims narrow these again. @returns `undefined` where none is left */
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

/** The tokens of which a claim is spelled so within texts. @returns `undefined` where none is left */
export function fixText(tokens: TokenSet, claim: string, text: string): TokenSet | undefined {
  return restrict(tokens, claim, (domain) => within(domain, asSpelled(languageOfTexts([text]))));
}

function narrow(tokens: TokenSet, { parts, texts }: SpelledText): TokenSet | undefined {
  const languages = parts.map((part) =>
    typeof part === 'string' ? languageOfTexts([part]) : spellings(domainOf(tokens, part.claim)),
  );
  const narrowed = narrowParts(languages, texts);
  if (narrowed.some(isEmpty)) return undefined;
  let left: TokenSet | undefined = tokens;
  for (const [index, part] of parts.entries()) {
    const language = narrowed[index];
    if (typeof part === 'string' || language === undefined || left === undefined) continue;
    // A claim that stands in a text twice is narrowed twice.
    left = restrict(left, part.claim, (domain) => within(domain, asSpelled(language)));
  }
  return left;
}

function asSpelled(language: Language): Values {
  return { texts: language, scalars: language };
}
