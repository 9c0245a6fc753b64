import { bitOf, type Places } from './places.ts';

/** Characters that stand in a row; `undefined`: any. */
export type Piece = readonly (number | undefined)[];

/**
 * Looks for a piece in a text, from a place on.
 *
 * @returns where it ends the first time; `undefined` where it is not there
 */
export type FindPiece = (text: Places, from: number) => number | undefined;

/** Makes what looks for one piece, which has a character at least. */
export function createPieceFinder(piece: Piece): FindPiece {
  const known = piece.filter((character) => character !== undefined);
  return known.length === piece.length ? findLiteral(known) : findWithGaps(piece);
}

/** By Knuth, Morris and Pratt: no character is read twice. */
function findLiteral(piece: readonly number[]): FindPiece {
  const borders = bordersOf(piece);
  return ({ characters }, from) => {
    let matched = 0;
    for (let at = from; at < characters.length; at++) {
      while (matched > 0 && piece[matched] !== characters[at]) matched = borders[matched - 1] ?? 0;
      if (piece[matched] === characters[at]) matched += 1;
      if (matched === piece.length) return at + 1;
    }
    return undefined;
  };
}

/** For each beginning of a piece: how long its longest proper beginning is that it ends with, too. */
function bordersOf(piece: readonly number[]): Uint32Array {
  const borders = new Uint32Array(piece.length);
  let matched = 0;
  for (let at = 1; at < piece.length; at++) {
    while (matched > 0 && piece[matched] !== piece[at]) matched = borders[matched - 1] ?? 0;
    if (piece[matched] === piece[at]) matched += 1;
    borders[at] = matched;
  }
  return borders;
}

/**
 * All places at once, a bit for each: each character of the piece takes away those where another one stands.
 */
function findWithGaps(piece: Piece): FindPiece {
  return (text, from) => {
    const places = text.characters.length - piece.length + 1;
    if (places <= from) return undefined;
    const begin = from >>> 5;
    let left = new Uint32Array((places + 31) >>> 5).fill(~0, begin);
    left[begin] = ~0 << (from & 31);
    let spare = new Uint32Array(left.length);
    for (const [offset, character] of piece.entries()) {
      if (character === undefined) continue;
      const bits = text.bitsOf(character);
      if (bits !== undefined) {
        keepShifted(left, bits, offset, begin);
      } else {
        keepListed(left, spare.fill(0, begin), text.listOf(character), offset);
        [left, spare] = [spare, left];
      }
    }
    const first = firstBit(left, begin);
    return first < places ? first + piece.length : undefined;
  };
}

function keepShifted(left: Uint32Array, bits: Uint32Array, offset: number, begin: number): void {
  const words = offset >>> 5;
  const shift = offset & 31;
  for (let word = begin; word < left.length; word++) {
    const low = (bits[word + words] ?? 0) >>> shift;
    const high = shift === 0 ? 0 : (bits[word + words + 1] ?? 0) << (32 - shift);
    left[word] = (left[word] ?? 0) & (low | high);
  }
}

function keepListed(
  left: Uint32Array,
  kept: Uint32Array,
  positions: readonly number[],
  offset: number,
): void {
  for (const position of positions) {
    const place = position - offset;
    const word = place >>> 5;
    if (place >= 0 && word < left.length) {
      kept[word] = (kept[word] ?? 0) | ((left[word] ?? 0) & bitOf(place));
    }
  }
}

/** The first bit that is set, from a word on; past all of them where none is. */
function firstBit(words: Uint32Array, begin: number): number {
  let word = begin;
  while (word < words.length && words[word] === 0) word += 1;
  const one = words[word] ?? 0;
  return one === 0 ? words.length * 32 : word * 32 + (31 - Math.clz32(one & -one));
}
