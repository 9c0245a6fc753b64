import type { Automaton, Edge } from './automaton.ts';

/** How much work one product may be, in pairs of edges that are compared. Real patterns take some hundreds. */
export const PRODUCT_BUDGET = 100_000;

/** The automaton of pairs of states, before what leads nowhere is dropped. */
export interface Product {
  /** It ends where both do. */
  readonly automaton: Automaton;
  /** By state: that of the one and that of the other. */
  readonly pairs: readonly (readonly [one: number, other: number])[];
}

/**
 * Lets two automata read the same text.
 *
 * @param otherStarts - where the second begins, in place of its own starts
 * @returns `undefined` where that is too much work
 */
export function multiply(
  one: Automaton,
  other: Automaton,
  otherStarts: readonly number[] = other.starts,
): Product | undefined {
  const width = other.edges.length;
  const numbers = new Map<number, number>();
  const pairs: (readonly [number, number])[] = [];
  const visit = (a: number, b: number): number => {
    const key = a * width + b;
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, pairs.length);
    pairs.push([a, b]);
    return pairs.length - 1;
  };
  const starts = one.starts.flatMap((a) => otherStarts.map((b) => visit(a, b)));
  const edges: Edge[][] = [];
  let work = 0;
  // The list grows while it is walked.
  for (const [a, b] of pairs) {
    const own: Edge[] = [];
    const others = other.edges[b] ?? [];
    for (const { low, high, to } of one.edges[a] ?? []) {
      work += others.length + 1;
      if (work > PRODUCT_BUDGET) return undefined;
      for (const match of others) {
        const from = Math.max(low, match.low);
        const until = Math.min(high, match.high);
        if (from <= until) own.push({ low: from, high: until, to: visit(to, match.to) });
      }
    }
    edges.push(own);
  }
  const ends = pairs.map(([a, b]) => one.ends[a] === true && other.ends[b] === true);
  return { automaton: { starts, edges, ends }, pairs };
}
