import { compileWildcards, type WildcardPart } from '../../trust/wildcard.ts';
import type { Tri } from './tri.ts';
import type { ValuePart } from './value-parts.ts';

/** A pattern without variables: texts and wildcards. */
export type Pattern = readonly WildcardPart[];

/** The pattern that parts make once their variables have values. `undefined` while they have none. */
export function toPattern(parts: readonly ValuePart[]): Pattern | undefined {
  const pattern: WildcardPart[] = [];
  for (const part of parts) {
    if ('text' in part) pattern.push(part.text);
    else if ('wild' in part) pattern.push(part);
    else return undefined;
  }
  return pattern;
}

/**
 * Compiles a pattern: `*` is any run of characters, `/` and `:` among them, `?` is one. The whole text must match.
 *
 * @returns neither yes nor no where it is not documented how IAM counts: a `?` and a character beyond U+FFFF
 */
export function compilePattern(pattern: Pattern): (text: string) => Tri {
  const byUnits = compileWildcards(pattern);
  if (!pattern.some((part) => typeof part !== 'string' && part.wild === '?')) return byUnits;
  const byPoints = compileWildcards(pattern, 'points');
  return (text) => {
    const answer = byUnits(text);
    return !/[\ud800-\udfff]/.test(text) || answer === byPoints(text) ? answer : undefined;
  };
}
