import type { Automaton } from './automaton.ts';

/** A text that an automaton takes, as short as there is, and of characters that read well; `undefined` when it takes none. */
export function shortestText({ starts, edges, ends }: Automaton): string | undefined {
  const cameBy = new Map<number, { readonly from: number; readonly character: string } | undefined>(
    starts.map((state) => [state, undefined]),
  );
  const waiting = [...cameBy.keys()];
  for (const state of waiting) {
    if (ends[state] === true) return textTo(state);
    for (const { low, high, to } of edges[state] ?? []) {
      if (cameBy.has(to)) continue;
      cameBy.set(to, { from: state, character: characterAmong(low, high) });
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

/** In this order: a letter that stands for any, then what is common in names. */
const WELCOME = [...'xyzabcdefghijklmnopqrstuvwABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:'].map(
  (character) => character.charCodeAt(0),
);
/** From the space to the tilde. */
const PRINTABLE = { first: 0x20, last: 0x7e };
/** Halves of surrogate pairs, which no claim may hold. */
const SURROGATES = { first: 0xd800, last: 0xdfff };

function characterAmong(low: number, high: number): string {
  const welcome = low === high ? low : WELCOME.find((point) => low <= point && point <= high);
  if (welcome !== undefined) return String.fromCodePoint(welcome);
  if (low <= PRINTABLE.last && high >= PRINTABLE.first) {
    return String.fromCodePoint(Math.max(low, PRINTABLE.first));
  }
  // Behind ASCII, what comes later is rather a letter than a control character.
  const point = high > SURROGATES.last && low < SURROGATES.first ? SURROGATES.first - 1 : high;
  const isHalf = point >= SURROGATES.first && point <= SURROGATES.last;
  return String.fromCodePoint(isHalf && low < SURROGATES.first ? low : point);
}
