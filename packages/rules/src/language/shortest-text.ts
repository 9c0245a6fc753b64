import type { Automaton, Edge } from './automaton.ts';
import { chooseFrom, isHalf, rankOf } from './choose-character.ts';

/**
 * A text that an automaton takes, as short as there is, and of characters that read well; `undefined` when it takes none. Halves of
 * surrogate pairs are in it only if there is no other text.
 */
export function shortestText(automaton: Automaton): string | undefined {
  return shortestAmong(automaton, false) ?? shortestAmong(automaton, true);
}

function shortestAmong({ starts, edges, ends }: Automaton, mayBeHalf: boolean): string | undefined {
  const cameBy = new Map<number, { readonly from: number; readonly point: number } | undefined>(
    starts.map((state) => [state, undefined]),
  );
  const waiting = [...cameBy.keys()];
  for (const state of waiting) {
    if (ends[state] === true) return textTo(state);
    for (const { point, to } of bestFirst(edges[state] ?? [])) {
      if (cameBy.has(to) || (isHalf(point) && !mayBeHalf)) continue;
      cameBy.set(to, { from: state, point });
      waiting.push(to);
    }
  }
  return undefined;

  function textTo(end: number): string {
    const characters: string[] = [];
    for (let step = cameBy.get(end); step !== undefined; step = cameBy.get(step.from)) {
      characters.push(String.fromCodePoint(step.point));
    }
    return characters.reverse().join('');
  }
}

interface Way {
  readonly point: number;
  readonly to: number;
}

function bestFirst(edges: readonly Edge[]): readonly Way[] {
  const ways = edges.map(({ low, high, to }) => ({ point: chooseFrom(low, high), to }));
  return ways.length < 2
    ? ways
    : ways.sort((one, other) => rankOf(one.point) - rankOf(other.point));
}
