import { matchesWildcard } from '../../trust/wildcard.ts';

/** A comparison of a flexible federated identity credential. */
export interface Comparison {
  readonly claim: string;
  readonly operator: 'eq' | 'matches';
  readonly comparand: string;
}

/**
 * Reads an expression of version 1 of the language: comparisons such as `claims['sub'] matches 'repo:acme/*'`, joined by `and`
 * (Microsoft's documentation, "Flexible federated identity credentials (preview)", read 2026-11). All of them must hold.
 *
 * @returns `undefined` for what is not of the documented form, a quotation mark within a text included
 */
export function parseExpression(text: string): readonly Comparison[] | undefined {
  const comparison = /claims\['([^'\]]+)'\] (eq|matches) '([^']*)'/y;
  const comparisons: Comparison[] = [];
  for (let at = 0; ; at += ' and '.length) {
    comparison.lastIndex = at;
    const [all, claim, operator, comparand] = comparison.exec(text) ?? [];
    if (all === undefined || claim === undefined || comparand === undefined) return undefined;
    comparisons.push({ claim, operator: operator === 'eq' ? 'eq' : 'matches', comparand });
    at += all.length;
    if (at === text.length) return comparisons;
    if (!text.startsWith(' and ', at)) return undefined;
  }
}

/**
 * Whether a comparison holds for the text of a claim. The documentation does not say whether case counts, nor whether a `*` can be nothing, nor what a
 * character is beyond those of a line: where that decides the answer is `undefined`.
 */
export function holds({ operator, comparand }: Comparison, value: string): boolean | undefined {
  const isSure = operator === 'eq' ? value === comparand : matchesStrictly(comparand, value);
  if (isSure) return true;
  return matchesLoosely(operator, comparand, value) ? undefined : false;
}

/** Why it is not known whether a comparison holds for a text. */
export function doubtAbout({ operator, comparand }: Comparison, value: string): string {
  const [pattern, text] = [comparand.toLowerCase(), value.toLowerCase()];
  const holdsByCase = operator === 'eq' ? pattern === text : matchesStrictly(pattern, text);
  if (holdsByCase) return 'they differ in case alone, and whether case counts is not documented';
  return isPlain(value)
    ? 'a * stands for nothing there, and whether it can is not documented'
    : 'it has a control character or one beyond U+FFFF, and whether a wildcard takes that is not documented';
}

/** By the reading that takes the least. */
function matchesStrictly(pattern: string, value: string): boolean {
  return isPlain(value) && matchesWildcard(pattern.replaceAll('*', '?*'), value);
}

/** By the reading that takes the most, where a `?` may be half of a character, too. */
function matchesLoosely(operator: 'eq' | 'matches', comparand: string, value: string): boolean {
  const [pattern, text] = [comparand.toLowerCase(), value.toLowerCase()];
  if (operator === 'eq') return pattern === text;
  return matchesWildcard(isPlain(value) ? pattern : pattern.replaceAll('?', '?*'), text);
}

/** Characters of one line, each of which is one in every count. */
function isPlain(value: string): boolean {
  return !/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u{130}\u{10000}-\u{10ffff}]/u.test(value);
}
