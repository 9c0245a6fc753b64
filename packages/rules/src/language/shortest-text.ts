import type { Automaton, Edge } from './automaton.ts';

/**
 * A text that an automaton takes, as short as there is, and of characters that read well; `undefined` when it takes none. Halves of
 * surrogate pairs, which no claim may hold, are in it only if there is no other text.
 */
export function shortestText(automaton: Automaton): string | undefined {
  return shortestAmong(automaton, false) ?? shortestAmong(automaton, true);
}

function shortestAmong({ starts, edges, ends }: Automaton, mayBeHalf: boolean): string | undefined {
  const cameBy = new Map<number, { readonly from: number; readonly character: string } | undefined>(
    starts.map((state) => [state, undefined]),
  );
  const waiting = [...cameBy.keys()];
  for (const state of waiting) {
    if (ends[state] === true) return textTo(state);
    for (const { point, to } of bestFirst(edges[state] ?? [])) {
      if (cameBy.has(to) || (isHalf(point) && !mayBeHalf)) continue;
      cameBy.set(to, { from: state, character: String.fromCodePoint(point) });
      waiting.push(to);
    }
  }
  return undefined;

  function textTo(end: number): string {
    const characters: string[] = [];
    for (let step = cameBy.get(end); step !== undefined; step = cameBy.get(step.from)) {
      characters.push(step.character);
    }
    return characters.reverse().join('');
  }
}

interface Way {
  readonly point: number;
  readonly rank: number;
  readonly to: number;
}

function bestFirst(edges: readonly Edge[]): readonly Way[] {
  const ways = edges.map(({ low, high, to }) => ({ ...choose(low, high), to }));
  return ways.length < 2 ? ways : ways.sort((one, other) => one.rank - other.rank);
}

/** In this order: a letter that stands for any, then what is common in names. */
const WELCOME = [...'xyzabcdefghijklmnopqrstuvwABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:'].map(
  (character) => character.charCodeAt(0),
);
const RANKS: ReadonlyMap<number, number> = new Map(WELCOME.map((point, rank) => [point, rank]));
/** From the space to the tilde. */
const PRINTABLE = { first: 0x20, last: 0x7e } as const;
const SURROGATES = { first: 0xd800, last: 0xdfff } as const;

/** A code point of a range, and how welcome it is: the less, the more. */
function choose(low: number, high: number): { readonly point: number; readonly rank: number } {
  const rank =
    low === high
      ? (RANKS.get(low) ?? -1)
      : WELCOME.findIndex((point) => low <= point && point <= high);
  const welcome = WELCOME[rank];
  if (welcome !== undefined) return { point: welcome, rank };
  if (low <= PRINTABLE.last && high >= PRINTABLE.first) {
    return { point: Math.max(low, PRINTABLE.first), rank: WELCOME.length };
  }
  // Behind ASCII, what comes later is rather a letter than a control character.
  const point = isHalf(high) && low < SURROGATES.first ? SURROGATES.first - 1 : high;
  return { point, rank: WELCOME.length + 1 };
}

function isHalf(point: number): boolean {
  return point >= SURROGATES.first && point <= SURROGATES.last;
}
