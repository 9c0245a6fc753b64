import type { Scalar } from '../../rule.ts';
import type { Comparison, Sign } from './signs.ts';

/**
 * Indexes rules by their signs, so that each is held against few. A rule is found by that one of its signs by which the fewest come
 * upon it; one that has no marks is found by all.
 *
 * @param signs - of each rule
 * @returns of a rule, the positions of those that may cover it: some lists, each in order
 */
export function createSignIndex(
  signs: readonly (readonly Sign[])[],
): (position: number) => readonly (readonly number[])[] {
  const shelves = shelvesOf(signs.flat());
  const asked = signs.map((own) =>
    own.flatMap((sign) => placesOf(sign, shelves.get(sign.name) as Shelf)),
  );
  for (const place of asked.flat()) place.comers += 1;
  const everybody: number[] = [];
  for (const [position, own] of signs.entries()) {
    const ways = own.flatMap(({ name, marks }) =>
      marks === undefined ? [] : [markedPlaces(marks, shelves.get(name) as Shelf)],
    );
    const best = ways.toSorted((a, b) => comersTo(a) - comersTo(b))[0];
    if (best === undefined) everybody.push(position);
    for (const place of best ?? []) place.rules.push(position);
  }
  return (position) => [everybody, ...(asked[position] ?? []).map(({ rules }) => rules)];
}

/** Rules that one mark leads to. */
interface Place {
  readonly rules: number[];
  /** How many rules have the mark, and how many look here for those that cover them. */
  marked: number;
  comers: number;
}

/** All places of one sign. */
interface Shelf {
  readonly compares: Comparison;
  readonly places: Map<Scalar, Place>;
  /** Of all marks, in characters. */
  readonly lengths: Set<number>;
  /** Where rules look that any mark may cover. */
  readonly all: Place;
}

/** A longer mark is cut. What is left is a mark as well, and so a text has few that it can begin with. */
const MAX_MARK = 256;

function shelvesOf(signs: readonly Sign[]): ReadonlyMap<string, Shelf> {
  const shelves = new Map<string, Shelf>();
  for (const { name, compares, marks = [] } of signs) {
    const shelf = shelves.get(name) ?? {
      compares,
      places: new Map<Scalar, Place>(),
      lengths: new Set<number>(),
      all: emptyPlace(),
    };
    shelves.set(name, shelf);
    for (const mark of marks) {
      const key = keyOf(mark, compares);
      const place = shelf.places.get(key) ?? emptyPlace();
      place.marked += 1;
      shelf.places.set(key, place);
      if (typeof key === 'string') shelf.lengths.add(key.length);
    }
  }
  return shelves;
}

function emptyPlace(): Place {
  return { rules: [], marked: 0, comers: 0 };
}

function keyOf(mark: Scalar, compares: Comparison): Scalar {
  if (typeof mark !== 'string' || compares === 'whole') return mark;
  return cut(mark, compares, Math.min(mark.length, MAX_MARK));
}

function cut(text: string, compares: 'beginning' | 'end', length: number): string {
  return compares === 'beginning' ? text.slice(0, length) : text.slice(text.length - length);
}

/** Where a rule of these marks stands: at each, and where those look that any mark may cover. */
function markedPlaces(
  marks: readonly Scalar[],
  { compares, places, all }: Shelf,
): readonly Place[] {
  const keys = new Set(marks.map((mark) => keyOf(mark, compares)));
  return [all, ...[...keys].flatMap((key) => places.get(key) ?? [])];
}

function comersTo(places: readonly Place[]): number {
  return places.reduce((sum, { comers }) => sum + comers, 0);
}

/** Where a rule looks. A wider one has a mark of each of its texts, so that the text of which there are the fewest is enough. */
function placesOf({ texts }: Sign, shelf: Shelf): readonly Place[] {
  if (texts === 'any') return [shelf.all];
  let [best, fewest]: [readonly Place[], number] = [[], Number.POSITIVE_INFINITY];
  for (const text of texts) {
    const places = keysIn(text, shelf).flatMap((key) => shelf.places.get(key) ?? []);
    const marked = places.reduce((sum, place) => sum + place.marked, 0);
    if (marked < fewest) [best, fewest] = [places, marked];
  }
  return best;
}

function keysIn(text: Scalar, { compares, lengths }: Shelf): readonly Scalar[] {
  if (typeof text !== 'string' || compares === 'whole') return [text];
  return [...lengths].flatMap((length) =>
    length > text.length ? [] : [cut(text, compares, length)],
  );
}
