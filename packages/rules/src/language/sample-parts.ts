import { PRODUCT_BUDGET } from './product.ts';
import { isEmpty, type Language } from './language.ts';
import { chooseFrom, isHalf } from './choose-character.ts';

/** A state of the search: which part is read, where in it and in the whole, and from which state by which character. */
interface Step {
  readonly part: number;
  readonly at: number;
  readonly place: number;
  readonly from: Step | undefined;
  /** `undefined`: nothing was read, a part begins here. */
  readonly point: number | undefined;
}

/**
 * A text for each part, so that one behind the other they are a text of a language: about as short as there are. Halves of
 * surrogate pairs are in none of them.
 *
 * @returns `undefined` where there is none; `null` where that was too much work to say
 */
export function sampleParts(
  parts: readonly Language[],
  whole: Language,
): readonly string[] | undefined | null {
  if (isEmpty(whole) || parts.some(isEmpty)) return undefined;
  const automata = parts.map(({ automaton }) => automaton);
  const { edges, starts, ends } = whole.automaton;
  const offsets: number[] = [];
  let states = 0;
  for (const automaton of automata) {
    offsets.push(states);
    states += automaton.edges.length * edges.length;
  }
  const seen = new Set<number>();
  const waiting: Step[] = [];
  const visit = (part: number, at: number, place: number, from?: Step, point?: number) => {
    const key = (offsets[part] ?? 0) + at * edges.length + place;
    if (seen.has(key)) return;
    seen.add(key);
    waiting.push({ part, at, place, from, point });
  };
  const begin = (part: number, place: number, from?: Step) => {
    for (const at of automata[part]?.starts ?? []) visit(part, at, place, from);
  };
  for (const place of starts) begin(0, place);
  let work = 0;
  // The list grows while it is walked.
  for (const step of waiting) {
    const { part, at, place } = step;
    const automaton = automata[part];
    if (automaton?.ends[at] === true) {
      if (part < parts.length - 1) begin(part + 1, place, step);
      else if (ends[place] === true) return spell(step, parts.length);
    }
    const others = edges[place] ?? [];
    for (const { low, high, to } of automaton?.edges[at] ?? []) {
      work += others.length + 1;
      if (work > PRODUCT_BUDGET) return null;
      for (const edge of others) {
        const from = Math.max(low, edge.low);
        const until = Math.min(high, edge.high);
        if (from > until) continue;
        const point = chooseFrom(from, until);
        if (!isHalf(point)) visit(part, to, edge.to, step, point);
      }
    }
  }
  return undefined;
}

function spell(last: Step, count: number): readonly string[] {
  const points: number[][] = Array.from({ length: count }, () => []);
  for (let step: Step | undefined = last; step !== undefined; step = step.from) {
    if (step.point !== undefined) points[step.part]?.push(step.point);
  }
  return points.map((own) =>
    own
      .reverse()
      .map((point) => String.fromCodePoint(point))
      .join(''),
  );
}
