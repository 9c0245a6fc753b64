import { type Automaton, type Edge, NO_STATES } from './automaton.ts';

/** Drops the states that no start leads to, and those that lead to no end. The languages stay the same. */
export function trim({ starts, edges, ends }: Automaton): Automaton {
  const alive = leadingToEnd(edges, ends);
  const number = new Map<number, number>();
  const waiting: number[] = [];
  const visit = (state: number): number => {
    const known = number.get(state);
    if (known !== undefined) return known;
    const given = number.size;
    number.set(state, given);
    waiting.push(state);
    return given;
  };
  const kept: Edge[][] = [];
  const newStarts = starts.filter((state) => alive[state]).map(visit);
  if (newStarts.length === 0) return NO_STATES;
  // The list grows while it is walked.
  for (const state of waiting) {
    const own: Edge[] = [];
    for (const { low, high, to } of edges[state] ?? []) {
      if (alive[to] === true) own.push({ low, high, to: visit(to) });
    }
    kept.push(own);
  }
  return { starts: newStarts, edges: kept, ends: waiting.map((state) => ends[state] === true) };
}

/** By state: whether an end can be reached from it. */
export function leadingToEnd(
  edges: readonly (readonly Edge[])[],
  ends: readonly boolean[],
): readonly boolean[] {
  const before: number[][] = edges.map(() => []);
  for (const [from, own] of edges.entries()) for (const { to } of own) before[to]?.push(from);
  const alive = edges.map(() => false);
  const waiting: number[] = [];
  for (const [state, isEnd] of ends.entries()) {
    if (!isEnd) continue;
    alive[state] = true;
    waiting.push(state);
  }
  for (const state of waiting) {
    for (const from of before[state] ?? []) {
      if (alive[from] === true) continue;
      alive[from] = true;
      waiting.push(from);
    }
  }
  return alive;
}
