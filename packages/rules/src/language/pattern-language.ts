import { type Edge, LAST_CODE_POINT } from './automaton.ts';
import { ANY_TEXT, type Language, languageOf, languageOfTexts } from './language.ts';

/** A piece of a pattern: a text as it stands, or one character of some, or any run of such. */
export type PatternStep =
  | { readonly text: string }
  | { readonly among: readonly Range[]; readonly isRun: boolean };

/** Code points from the one to the other. */
export type Range = readonly [low: number, high: number];

/** Every character. */
export const EVERY_CHARACTER: readonly Range[] = [[0, LAST_CODE_POINT]];

/** Every character but one. */
export function allBut(character: string): readonly Range[] {
  const point = character.codePointAt(0) ?? 0;
  return [
    [0, point - 1],
    [point + 1, LAST_CODE_POINT],
  ];
}

/**
 * The language of a pattern that is matched whole. A run is spelled as one state that leads to itself; of runs in a row, one that takes
 * what its neighbour takes swallows it, so that rows of stars cost nothing.
 */
export function patternLanguage(steps: readonly PatternStep[]): Language {
  const places = joined(steps);
  const text = plainText(places);
  if (text !== undefined) return languageOfTexts([text]);
  const [first] = places;
  if (places.length === 1 && first?.isRun === true && takesAll(first.among, EVERY_CHARACTER)) {
    return ANY_TEXT;
  }
  const edges = places.map((_, state) => edgesFrom(places, state));
  edges.push([]);
  const last = places.findLastIndex((place) => !place.isRun);
  return languageOf({ starts: [0], edges, ends: edges.map((_, state) => state > last) });
}

/** The one text that a pattern without wildcards takes. */
function plainText(places: readonly Place[]): string | undefined {
  const points: number[] = [];
  for (const { among, isRun } of places) {
    const [range] = among;
    if (isRun || among.length !== 1 || range === undefined || range[0] !== range[1]) {
      return undefined;
    }
    points.push(range[0]);
  }
  return points.map((point) => String.fromCodePoint(point)).join('');
}

type Place = Extract<PatternStep, { isRun: boolean }>;

function joined(steps: readonly PatternStep[]): readonly Place[] {
  const places: Place[] = [];
  for (const step of steps.flatMap(placesOf)) {
    const last = places.at(-1);
    if (step.isRun && last?.isRun === true) {
      if (takesAll(last.among, step.among)) continue;
      if (takesAll(step.among, last.among)) places.pop();
    }
    places.push(step);
  }
  return places;
}

function placesOf(step: PatternStep): readonly Place[] {
  if (!('text' in step)) return [step];
  return Array.from(step.text, (character) => {
    const point = character.codePointAt(0) ?? 0;
    return { among: [[point, point]], isRun: false };
  });
}

function takesAll(wide: readonly Range[], narrow: readonly Range[]): boolean {
  return narrow.every(([low, high]) => wide.some((range) => range[0] <= low && high <= range[1]));
}

/** A run may be empty: what stands behind it can be read at once. */
function edgesFrom(places: readonly Place[], state: number): readonly Edge[] {
  const edges: Edge[] = [];
  for (let at = state; at < places.length; at++) {
    const { among, isRun } = places[at] as Place;
    const to = isRun ? at : at + 1;
    for (const [low, high] of among) if (low <= high) edges.push({ low, high, to });
    if (!isRun) break;
  }
  return edges;
}
