import type { Automaton, Edge } from './automaton.ts';
import type { Language } from './language.ts';

/** How every text of a language begins and ends. */
export interface CommonEnds {
  readonly beginning: string;
  readonly ending: string;
}

/** Longer ends tell no more apart. */
const MAX_LENGTH = 512;

/** Finds how every text of a language begins and ends. */
export function commonEnds({ texts, automaton }: Language): CommonEnds {
  if (texts !== undefined) return endsOfTexts([...texts]);
  return {
    beginning: follow(automaton.starts, automaton.edges, (state) => automaton.ends[state] === true),
    ending: backwards(automaton),
  };
}

function endsOfTexts([first = '', ...rest]: readonly string[]): CommonEnds {
  let beginning = first.length;
  let ending = first.length;
  for (const text of rest) {
    while (text.slice(0, beginning) !== first.slice(0, beginning)) beginning--;
    while (ending > 0 && !text.endsWith(first.slice(first.length - ending))) ending--;
  }
  return { beginning: first.slice(0, beginning), ending: first.slice(first.length - ending) };
}

/** The characters that all ways have in common, from some states on. */
function follow(
  starts: readonly number[],
  edges: readonly (readonly Edge[])[],
  mayStop: (state: number) => boolean,
): string {
  const points: number[] = [];
  let places = new Set(starts);
  while (points.length < MAX_LENGTH && places.size > 0 && ![...places].some(mayStop)) {
    const own = [...places].flatMap((place) => edges[place] ?? []);
    const [first] = own;
    if (first === undefined || own.some(({ low, high }) => low !== first.low || high !== low))
      break;
    points.push(first.low);
    places = new Set(own.map(({ to }) => to));
  }
  return points.map((point) => String.fromCodePoint(point)).join('');
}

function backwards({ starts, edges, ends }: Automaton): string {
  const reversed: Edge[][] = edges.map(() => []);
  for (const [from, own] of edges.entries()) {
    for (const { low, high, to } of own) reversed[to]?.push({ low, high, to: from });
  }
  const first = new Set(starts);
  const last = ends.flatMap((isEnd, state) => (isEnd ? [state] : []));
  return Array.from(follow(last, reversed, (state) => first.has(state)))
    .reverse()
    .join('');
}
