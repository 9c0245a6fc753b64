import type { CompiledCondition } from '../condition/compile-condition.ts';
import { literalEnds } from '../condition/glob.ts';
import { isHas, isList } from '../condition/kinds.ts';
import type { Scalar } from '../rule.ts';

/** A pattern, and the position of its rule. */
export type PlacedPattern = readonly [position: number, pattern: CompiledCondition];

/** Answers the positions of the patterns that take a value. */
export type PatternFile = (value: Scalar) => readonly number[];

/**
 * Files the patterns of a claim by how the texts that they take begin or end, whichever they share with fewer others,
 * so that 10,000 values are not held against 10,000 patterns. Of a regular expression that is not known.
 */
export function filePatterns(patterns: readonly PlacedPattern[]): PatternFile {
  const ends = patterns.map(([, pattern]) => endsOf(pattern));
  const beginnings = countEach(ends.map(({ beginning }) => beginning));
  const endings = countEach(ends.map(({ ending }) => ending));
  const byBeginning = byPart((text, length) => text.slice(0, length));
  const byEnding = byPart((text, length) => text.slice(text.length - length));
  for (const [index, { beginning, ending }] of ends.entries()) {
    const placed = patterns[index] as PlacedPattern;
    if ((endings.get(ending) ?? 0) < (beginnings.get(beginning) ?? 0)) byEnding.add(ending, placed);
    else byBeginning.add(beginning, placed);
  }
  return (value) => {
    if (typeof value !== 'string') return [];
    return [...byBeginning.of(value), ...byEnding.of(value)].flatMap(([position, pattern]) =>
      pattern.meets(value) ? [position] : [],
    );
  };
}

function endsOf({ source }: CompiledCondition) {
  return typeof source === 'object' && !isHas(source) && !isList(source) && 'glob' in source
    ? literalEnds(source.glob)
    : { beginning: '', ending: '' };
}

function countEach(texts: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}

function byPart(partOf: (text: string, length: number) => string) {
  const filed = new Map<string, PlacedPattern[]>();
  const lengths = new Set<number>();
  return {
    add(part: string, placed: PlacedPattern): void {
      lengths.add(part.length);
      const list = filed.get(part);
      if (list === undefined) filed.set(part, [placed]);
      else list.push(placed);
    },
    of: (text: string): readonly PlacedPattern[] =>
      [...lengths].flatMap((length) =>
        length > text.length ? [] : (filed.get(partOf(text, length)) ?? []),
      ),
  };
}
