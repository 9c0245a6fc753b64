import { PRODUCT_BUDGET } from './product.ts';
import { holds, isAnyText, isEmpty, type Language } from './language.ts';

/**
 * Whether two languages may have a text in common. It is what `isEmpty(intersect(…))` denies, without making the language: many
 * more pairs are asked about than have one.
 */
export function meets(one: Language, other: Language): boolean {
  if (isEmpty(one) || isEmpty(other)) return false;
  if (isAnyText(one) || isAnyText(other)) return true;
  const [few, rest] = one.texts === undefined ? [other, one] : [one, other];
  if (few.texts === undefined) return meetsByStates(one, other);
  for (const text of few.texts) if (holds(rest, text)) return true;
  return false;
}

function meetsByStates({ automaton: one }: Language, { automaton: other }: Language): boolean {
  const width = other.edges.length;
  // Most pairs are told apart after a few states, for which a set is less than an array of all.
  const seen = new Set<number>();
  const waiting: number[] = [];
  const visit = (pair: number) => {
    if (seen.has(pair)) return;
    seen.add(pair);
    waiting.push(pair);
  };
  for (const a of one.starts) for (const b of other.starts) visit(a * width + b);
  let work = 0;
  // The last one first: what leads to an end is found soon, and what leads to none is walked in any order.
  for (let pair = waiting.pop(); pair !== undefined; pair = waiting.pop()) {
    const a = Math.floor(pair / width);
    const b = pair % width;
    if (one.ends[a] === true && other.ends[b] === true) return true;
    const others = other.edges[b] ?? [];
    for (const { low, high, to } of one.edges[a] ?? []) {
      work += others.length + 1;
      if (work > PRODUCT_BUDGET) return true;
      for (const edge of others) {
        if (low <= edge.high && edge.low <= high) visit(to * width + edge.to);
      }
    }
  }
  return false;
}
