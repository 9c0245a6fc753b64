import { encodeUtf8 } from '@drawbridge/core';
import { SyntaxFault } from './syntax-fault.ts';

/** A literal of text or bytes, and where it ends. */
export interface TextLiteral {
  readonly value: string | Uint8Array;
  readonly end: number;
}

/** `r`, `b` and `br` may stand before the quotes. */
const OPENING = /([bB]?[rR]?)("""|'''|"|')/y;

const SIMPLE: ReadonlyMap<string, string> = new Map([
  ['a', '\x07'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
  ['\\', '\\'],
  ['?', '?'],
  ['"', '"'],
  ["'", "'"],
  ['`', '`'],
]);

/** The digits after a backslash and a letter: hexadecimal ones for x, X, u and U. */
const DIGITS: ReadonlyMap<string, number> = new Map([
  ['x', 2],
  ['X', 2],
  ['u', 4],
  ['U', 8],
]);

/**
 * Reads text or bytes in quotes (CEL language definition, "String and Bytes Values").
 *
 * @returns `undefined` where none begins there
 * @throws {SyntaxFault}
 */
export function readTextLiteral(text: string, start: number): TextLiteral | undefined {
  OPENING.lastIndex = start;
  const opening = OPENING.exec(text);
  if (opening === null) return undefined;
  const [whole, prefix = '', quotes = ''] = opening;
  const isBytes = /b/i.test(prefix);
  const isRaw = /r/i.test(prefix);
  const parts: (string | number)[] = [];
  let at = start + whole.length;
  let plain = at;
  while (!text.startsWith(quotes, at)) {
    const next = text[at];
    if (next === undefined || (quotes.length === 1 && /[\n\r]/.test(next))) {
      throw new SyntaxFault('the text that begins there has no end:', start);
    }
    if (next !== '\\') {
      at++;
      continue;
    }
    if (isRaw) {
      // The quotes after a backslash do not end raw text either.
      at += 2;
      continue;
    }
    parts.push(text.slice(plain, at));
    const escape = readEscape(text, at, isBytes);
    parts.push(escape.value);
    at = escape.end;
    plain = at;
  }
  parts.push(text.slice(plain, at));
  const end = at + quotes.length;
  return { value: isBytes ? bytesOf(parts) : parts.join(''), end };
}

interface Escape {
  /** A number is one byte. */
  readonly value: string | number;
  readonly end: number;
}

function readEscape(text: string, start: number, isBytes: boolean): Escape {
  const letter = text[start + 1] ?? '';
  const simple = SIMPLE.get(letter);
  if (simple !== undefined) return { value: simple, end: start + 2 };
  const digits = DIGITS.get(letter);
  if (digits !== undefined) {
    const end = start + 2 + digits;
    return { value: character(text, start, text.slice(start + 2, end), 16, isBytes), end };
  }
  const end = start + 4;
  return { value: character(text, start, text.slice(start + 1, end), 8, isBytes), end };
}

function character(
  text: string,
  start: number,
  digits: string,
  base: 8 | 16,
  isBytes: boolean,
): string | number {
  const letter = text[start + 1] ?? '';
  const length = DIGITS.get(letter) ?? 3;
  const isNumber = base === 16 ? /^[0-9a-fA-F]+$/.test(digits) : /^[0-3][0-7]{2}$/.test(digits);
  const isWide = letter === 'u' || letter === 'U';
  if (digits.length !== length || !isNumber || (isWide && isBytes)) {
    throw new SyntaxFault('there is no such escape as the one', start);
  }
  const point = Number.parseInt(digits, base);
  if (isBytes) return point;
  if (point > 0x10_ff_ff || (point >= 0xd8_00 && point <= 0xdf_ff)) {
    throw new SyntaxFault('there is no such character as the one', start);
  }
  return String.fromCodePoint(point);
}

function bytesOf(parts: readonly (string | number)[]): Uint8Array {
  return Uint8Array.from(
    parts.flatMap((part) => (typeof part === 'number' ? [part] : [...encodeUtf8(part)])),
  );
}
