import type { Edge } from './automaton.ts';
import {
  ANY_TEXT,
  isAnyText,
  isEmpty,
  type Language,
  languageOf,
  languageOfTexts,
  NO_TEXT,
} from './language.ts';

/** How many texts are put together at most before automata are used. */
const MAX_SPELLED = 64;

/** The texts that are made of a text of each part, one behind the other. */
export function concatenate(parts: readonly Language[]): Language {
  if (parts.some(isEmpty)) return NO_TEXT;
  if (parts.length > 0 && parts.every(isAnyText)) return ANY_TEXT;
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only;
  const count = parts.reduce((product, { texts }) => product * (texts?.size ?? Infinity), 1);
  if (count <= MAX_SPELLED && parts.every((part) => part.isExact)) {
    return languageOfTexts(
      parts.reduce<readonly string[]>(
        (begun, { texts }) =>
          begun.flatMap((text) => [...(texts ?? [])].map((next) => text + next)),
        [''],
      ),
    );
  }
  return joined(parts);
}

/** From where a part may end, what the next one begins with can be read at once. */
function joined(parts: readonly Language[]): Language {
  const edges: Edge[][] = [];
  // Built from the last part on: by then it is known what follows.
  let following: { readonly edges: readonly Edge[]; readonly mayEnd: boolean } = {
    edges: [],
    mayEnd: true,
  };
  const ends: boolean[] = [];
  let starts: readonly number[] = [];
  for (const { automaton } of [...parts].reverse()) {
    const offset = edges.length;
    for (const [state, own] of automaton.edges.entries()) {
      const moved = own.map(({ low, high, to }) => ({ low, high, to: to + offset }));
      const isEnd = automaton.ends[state] === true;
      edges.push(isEnd ? [...moved, ...following.edges] : moved);
      ends.push(isEnd && following.mayEnd);
    }
    starts = automaton.starts.map((state) => state + offset);
    following = {
      edges: starts.flatMap((state) => edges[state] ?? []),
      mayEnd: starts.some((state) => ends[state]),
    };
  }
  return languageOf(
    { starts, edges, ends },
    parts.every((part) => part.isExact),
  );
}
