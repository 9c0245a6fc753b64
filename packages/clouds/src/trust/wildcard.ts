import { createPieceFinder, type Piece } from './find-piece.ts';
import { createPlaces } from './places.ts';

/** A part of a pattern: text that stands for itself, `*` for any run of characters, none included, or `?` for any one. */
export type WildcardPart = string | { readonly wild: '*' | '?' };

/** What is one character: a unit of UTF-16, or a code point. */
export type CharacterCount = 'units' | 'points';

/** Whether a pattern, in which all `*` and `?` are wildcards, matches a text as a whole, by units of UTF-16. */
export function matchesWildcard(pattern: string, text: string): boolean {
  return compileWildcards(parseWildcards(pattern))(text);
}

/** Takes a pattern apart in which all `*` and `?` are wildcards. */
export function parseWildcards(pattern: string): readonly WildcardPart[] {
  return pattern
    .split(/([*?])/)
    .map((part) => (part === '*' || part === '?' ? { wild: part } : part));
}

/**
 * Compiles a pattern that a whole text must match. What stands between two stars is looked for once, from where the piece before it
 * ended. A text of n characters takes n steps and as many as the pattern has characters; where a `?` stands between two stars, for each
 * character of that piece n / 16 more.
 */
export function compileWildcards(
  pattern: readonly WildcardPart[],
  count: CharacterCount = 'units',
): (text: string) => boolean {
  const parts = merged(pattern);
  return compilePlain(parts) ?? compilePieces(parts, count);
}

/** What most patterns are: a text, or what it begins and ends with. */
function compilePlain(parts: readonly WildcardPart[]): ((text: string) => boolean) | undefined {
  const [first = '', second] = parts;
  if (second === undefined && typeof first === 'string') return (text) => text === first;
  const [star, ...others] = parts.filter((part) => typeof part !== 'string');
  if (star?.wild !== '*' || others.length > 0) return undefined;
  const last = parts.at(-1) ?? '';
  const before = typeof first === 'string' ? first : '';
  const after = typeof last === 'string' ? last : '';
  return (text) =>
    text.length >= before.length + after.length && text.startsWith(before) && text.endsWith(after);
}

function compilePieces(
  parts: readonly WildcardPart[],
  count: CharacterCount,
): (text: string) => boolean {
  const [head = [], ...inner] = toPieces(parts, count);
  const tail = inner.pop();
  const shortest = [head, ...inner, tail ?? []].reduce((sum, { length }) => sum + length, 0);
  const find = inner.filter(({ length }) => length > 0).map(createPieceFinder);
  return (text) => {
    const characters = toCharacters(text, count);
    const { length } = characters;
    if (length < shortest || !isAt(head, characters, 0)) return false;
    if (tail === undefined) return length === head.length;
    const end = length - tail.length;
    if (!isAt(tail, characters, end)) return false;
    const room = createPlaces(characters.subarray(head.length, end));
    let at = 0;
    for (const findNext of find) {
      const found = findNext(room, at);
      if (found === undefined) return false;
      at = found;
    }
    return true;
  };
}

/** Neighbouring texts in one, and neighbouring stars, too. */
function merged(pattern: readonly WildcardPart[]): readonly WildcardPart[] {
  const parts: WildcardPart[] = [];
  for (const part of pattern) {
    const last = parts.at(-1);
    if (typeof part === 'string') {
      if (typeof last === 'string') parts[parts.length - 1] = last + part;
      else if (part !== '') parts.push(part);
    } else if (part.wild === '?' || typeof last === 'string' || last?.wild !== '*') {
      parts.push(part);
    }
  }
  return parts;
}

/** What stands before, between and after the stars. */
function toPieces(parts: readonly WildcardPart[], count: CharacterCount): readonly Piece[] {
  const pieces: (number | undefined)[][] = [[]];
  for (const part of parts) {
    if (typeof part === 'string') {
      const piece = pieces.at(-1);
      for (const character of toCharacters(part, count)) piece?.push(character);
    } else if (part.wild === '?') {
      pieces.at(-1)?.push(undefined);
    } else {
      pieces.push([]);
    }
  }
  return pieces;
}

function toCharacters(text: string, count: CharacterCount): Uint32Array {
  if (count === 'points') return Uint32Array.from(text, (point) => point.codePointAt(0) ?? 0);
  const units = new Uint32Array(text.length);
  for (let at = 0; at < text.length; at++) units[at] = text.charCodeAt(at);
  return units;
}

function isAt(piece: Piece, characters: Uint32Array, at: number): boolean {
  return piece.every(
    (character, index) => character === undefined || character === characters[at + index],
  );
}
