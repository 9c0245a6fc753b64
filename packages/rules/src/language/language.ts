import {
  type Automaton,
  automatonOfTexts,
  LAST_CODE_POINT,
  NO_STATES,
  runAutomaton,
} from './automaton.ts';
import { complement } from './complement.ts';
import { multiply } from './product.ts';
import { shortestText } from './shortest-text.ts';
import { trim } from './trim.ts';

/** A set of texts. */
export interface Language {
  readonly automaton: Automaton;
  /** All its texts, where they are counted. */
  readonly texts: ReadonlySet<string> | undefined;
  /**
   * Whether it holds nothing but what it was made to stand for. One that was too much work holds more, so that
   * what it does not hold is sure all the same.
   */
  readonly isExact: boolean;
}

const NO_TEXTS: ReadonlySet<string> = new Set();

/** Holds nothing. */
export const NO_TEXT: Language = { automaton: NO_STATES, texts: NO_TEXTS, isExact: true };

/** Holds every text. */
export const ANY_TEXT: Language = {
  automaton: {
    starts: [0],
    edges: [[{ low: 0, high: LAST_CODE_POINT, to: 0 }]],
    ends: [true],
  },
  texts: undefined,
  isExact: true,
};

/** Holds every text, in place of a language that is not known. */
export const UNKNOWN_TEXT: Language = { ...ANY_TEXT, isExact: false };

/** The language of exactly these texts. */
export function languageOfTexts(list: Iterable<string>): Language {
  return counted(new Set(list), true);
}

function counted(texts: ReadonlySet<string>, isExact: boolean): Language {
  if (texts.size === 0) return NO_TEXT;
  let made: Automaton | undefined;
  return {
    // Most are only looked up in, and need none: whoever reads it where there are texts makes it for nothing.
    get automaton() {
      made ??= automatonOfTexts(texts);
      return made;
    },
    texts,
    isExact,
  };
}

/** The language of an automaton. */
export function languageOf(automaton: Automaton, isExact = true): Language {
  const trimmed = trim(automaton);
  // What holds more than it should, and nothing all the same, is exact.
  return trimmed.starts.length === 0 ? NO_TEXT : { automaton: trimmed, texts: undefined, isExact };
}

/** Whether a language holds a text. */
export function holds(language: Language, text: string): boolean {
  const { texts } = language;
  return texts === undefined ? runAutomaton(language.automaton, text) : texts.has(text);
}

/** Whether a language holds nothing. */
export function isEmpty(language: Language): boolean {
  const { texts } = language;
  return texts === undefined ? language.automaton.starts.length === 0 : texts.size === 0;
}

/** Whether it is the language of every text. */
export function isAnyText(language: Language): boolean {
  return language.texts === undefined && language.automaton === ANY_TEXT.automaton;
}

/** A text of a language, as short as there is; `undefined` where it holds none. */
export function sampleOf(language: Language): string | undefined {
  const { texts } = language;
  if (texts === undefined) return shortestText(language.automaton);
  let shortest: string | undefined;
  for (const text of texts) {
    if (shortest === undefined || text.length < shortest.length) shortest = text;
  }
  return shortest;
}

/** What both hold. */
export function intersect(one: Language, other: Language): Language {
  if (isAnyText(other)) return withDoubt(one, other.isExact);
  if (isAnyText(one)) return withDoubt(other, one.isExact);
  const isExact = one.isExact && other.isExact;
  const [few, rest] = one.texts === undefined ? [other, one] : [one, other];
  if (few.texts !== undefined) {
    const common = [...few.texts].filter((text) => holds(rest, text));
    return common.length === few.texts.size
      ? withDoubt(few, isExact)
      : counted(new Set(common), isExact);
  }
  const product = multiply(one.automaton, other.automaton);
  // Each of them holds what both hold, and more.
  return product === undefined ? withDoubt(one, false) : languageOf(product.automaton, isExact);
}

/** The same language, which is exact no more where `isExact` is false. */
export function withDoubt(language: Language, isExact: boolean): Language {
  if (isExact || !language.isExact) return language;
  const { texts } = language;
  return texts === undefined ? { ...language, isExact } : counted(texts, isExact);
}

/** Every text that a language does not hold. */
export function without(language: Language): Language {
  // Of one that holds more than it stands for, what it does not hold would be too little.
  if (!language.isExact) return UNKNOWN_TEXT;
  if (isEmpty(language)) return ANY_TEXT;
  const other = complement(language.automaton);
  return other === undefined ? UNKNOWN_TEXT : languageOf(other);
}

/** What one language holds and the other does not. */
export function subtract(language: Language, taken: Language): Language {
  const { texts } = language;
  if (texts === undefined || !taken.isExact) return intersect(language, without(taken));
  return counted(new Set([...texts].filter((text) => !holds(taken, text))), language.isExact);
}

/** What at least one of them holds. */
export function unite(languages: readonly Language[]): Language {
  const given = languages.filter((language) => !isEmpty(language));
  const isExact = languages.every((language) => language.isExact);
  const [first = NO_TEXT] = given;
  if (given.length <= 1) return withDoubt(first, isExact);
  if (given.every(({ texts }) => texts !== undefined)) {
    return counted(new Set(given.flatMap(({ texts }) => [...(texts ?? [])])), isExact);
  }
  const starts: number[] = [];
  const edges: Automaton['edges'][number][] = [];
  const ends: boolean[] = [];
  for (const { automaton } of given) {
    const offset = ends.length;
    for (const state of automaton.starts) starts.push(state + offset);
    for (const [state, own] of automaton.edges.entries()) {
      edges.push(own.map(({ low, high, to }) => ({ low, high, to: to + offset })));
      ends.push(automaton.ends[state] === true);
    }
  }
  return { automaton: { starts, edges, ends }, texts: undefined, isExact };
}
