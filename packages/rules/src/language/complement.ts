import { type Automaton, type Edge, LAST_CODE_POINT } from './automaton.ts';

/** How many states the complement of an automaton may have: those of a hostile pattern double with each character. */
const MAX_STATES = 2000;
/** How many edges of the original may be looked at on the way. */
const BUDGET = 200_000;

/**
 * Makes the automaton that takes every text that this one does not, by following all its ways at once.
 *
 * @returns `undefined` where that would have too many states
 */
export function complement({ starts, edges, ends }: Automaton): Automaton | undefined {
  const numbers = new Map<string, number>();
  const sets: (readonly number[])[] = [];
  const visit = (states: Iterable<number>): number => {
    const set = [...new Set(states)].sort((a, b) => a - b);
    const key = set.join();
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, sets.length);
    sets.push(set);
    return sets.length - 1;
  };
  visit(starts);
  const made: (readonly Edge[])[] = [];
  let work = 0;
  // The list grows while it is walked.
  for (const set of sets) {
    const own = set.flatMap((state) => edges[state] ?? []);
    const borders = bordersOf(own);
    work += own.length * borders.length + 1;
    if (work > BUDGET || sets.length > MAX_STATES) return undefined;
    made.push(
      borders.map((low, index) => {
        const high = (borders[index + 1] ?? LAST_CODE_POINT + 1) - 1;
        const reached = own.filter((edge) => edge.low <= low && low <= edge.high);
        return { low, high, to: visit(reached.map(({ to }) => to)) };
      }),
    );
  }
  return {
    starts: [0],
    edges: made,
    ends: sets.map((set) => !set.some((state) => ends[state])),
  };
}

/** Where the code points begin that all edges treat alike; the first is 0. */
function bordersOf(edges: readonly Edge[]): readonly number[] {
  const borders = new Set([0]);
  for (const { low, high } of edges) {
    borders.add(low);
    if (high < LAST_CODE_POINT) borders.add(high + 1);
  }
  return [...borders].sort((a, b) => a - b);
}
