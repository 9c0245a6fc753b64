import {
  holds,
  intersect,
  isAnyText,
  isEmpty,
  type Language,
  languageOf,
  languageOfTexts,
  NO_TEXT,
  withDoubt,
} from './language.ts';
import { multiply, type Product } from './product.ts';
import { leadingToEnd } from './trim.ts';

/** How many texts are put together at most before automata are used. */
const MAX_SPELLED = 64;

/**
 * What each part of a text may be, where the parts one behind the other must be a text of a language. Each part is looked at on its own: a
 * text is there for each text of a part, not for each choice of all of them.
 *
 * @returns the parts, narrowed; all of them empty where no text is there. Where it was too much work they are not narrowed, and not exact
 */
export function narrowParts(parts: readonly Language[], whole: Language): readonly Language[] {
  if (parts.some(isEmpty)) return parts.map(() => NO_TEXT);
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return [intersect(only, whole)];
  if (isAnyText(whole)) return whole.isExact ? parts : parts.map(inDoubt);
  return narrowSpelled(parts, whole) ?? narrowRead(parts, whole) ?? parts.map(inDoubt);
}

/** Where all texts are counted and few, by putting them together. */
function narrowSpelled(
  parts: readonly Language[],
  whole: Language,
): readonly Language[] | undefined {
  const lists = parts.map(({ texts }) => texts);
  const count = lists.reduce((product, texts) => product * (texts?.size ?? Infinity), 1);
  if (count > MAX_SPELLED) return undefined;
  const kept = parts.map(() => new Set<string>());
  const isExact = whole.isExact && parts.every((part) => part.isExact);
  const spelled = lists.reduce<readonly (readonly string[])[]>(
    (begun, texts) => begun.flatMap((text) => [...(texts ?? [])].map((next) => [...text, next])),
    [[]],
  );
  for (const texts of spelled) {
    if (!holds(whole, texts.join(''))) continue;
    for (const [index, text] of texts.entries()) kept[index]?.add(text);
  }
  return kept.map((texts) => withDoubt(languageOfTexts(texts), isExact));
}

/** By reading one part behind the other, from all places in the whole where the part before may end. */
function narrowRead(parts: readonly Language[], whole: Language): readonly Language[] | undefined {
  const isExact = whole.isExact && parts.every((part) => part.isExact);
  const { edges, ends: isEndOfWhole } = whole.automaton;
  const anywhere = { ...whole.automaton, ends: edges.map(() => true) };
  const reads: Product[] = [];
  let from: readonly number[] = whole.automaton.starts;
  for (const part of parts) {
    const read = multiply(part.automaton, anywhere, from);
    if (read === undefined) return undefined;
    reads.push(read);
    from = placesOf(
      read,
      read.pairs.flatMap((_, state) => (read.automaton.ends[state] === true ? [state] : [])),
    );
  }
  let until = new Set(from.filter((place) => isEndOfWhole[place]));
  const narrowed: Language[] = [];
  for (const read of reads.reverse()) {
    const { automaton, pairs } = read;
    const ends = automaton.ends.map(
      (isEnd, state) => isEnd && until.has((pairs[state] ?? [])[1] as number),
    );
    const alive = leadingToEnd(automaton.edges, ends);
    const starts = automaton.starts.filter((state) => alive[state]);
    until = new Set(placesOf(read, starts));
    narrowed.push(languageOf({ ...automaton, starts, ends }, isExact));
  }
  return narrowed.reverse();
}

/** Where in the whole those states stand. */
function placesOf({ pairs }: Product, states: readonly number[]): readonly number[] {
  return [...new Set(states.map((state) => (pairs[state] ?? [])[1] as number))];
}

function inDoubt(language: Language): Language {
  return withDoubt(language, false);
}
