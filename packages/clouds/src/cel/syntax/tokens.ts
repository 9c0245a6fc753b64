import { quote } from '@drawbridge/core';
import { CelUint, type CelValue } from '../values/value.ts';
import { SyntaxFault } from './syntax-fault.ts';
import { readTextLiteral } from './text-literal.ts';

/** A piece of an expression. */
export interface Token {
  /** `quoted` is a name in back quotes; `end` stands after the last. */
  readonly kind: 'literal' | 'number' | 'name' | 'quoted' | 'mark' | 'end';
  /** The name or mark. */
  readonly text: string;
  readonly value?: CelValue;
  readonly start: number;
  readonly end: number;
}

const BLANK = /(?:[\t\n\f\r ]+|\/\/[^\n]*)+/y;
const NAME = /[A-Za-z_]\w*/y;
const QUOTED = /`([\w.\-/ ]+)`/y;
const NUMBER =
  /0x[0-9a-fA-F]+[uU]?|(?:\d+\.\d+(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+|\.\d+(?:[eE][+-]?\d+)?)|\d+[uU]?/y;
const MARK = /&&|\|\||==|!=|<=|>=|[-+*/%<>!?:.,()[\]{}]/y;

const MAX_INT = 2n ** 63n;
const MAX_UINT = 2n ** 64n;

/**
 * Cuts an expression into its pieces (CEL language definition, "Syntax").
 *
 * @throws {SyntaxFault}
 */
export function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = skip(text, 0);
  while (at < text.length) {
    const token = readToken(text, at);
    tokens.push(token);
    at = skip(text, token.end);
  }
  tokens.push({ kind: 'end', text: '', start: text.length, end: text.length });
  return tokens;
}

function readToken(text: string, start: number): Token {
  const literal = readTextLiteral(text, start);
  if (literal !== undefined) {
    return { kind: 'literal', text: '', value: literal.value, start, end: literal.end };
  }
  const name = find(NAME, text, start);
  if (name !== undefined) return { kind: 'name', text: name, start, end: start + name.length };
  const number = find(NUMBER, text, start);
  if (number !== undefined) {
    const end = start + number.length;
    return { kind: 'number', text: number, value: numberOf(number, start), start, end };
  }
  const quoted = find(QUOTED, text, start);
  if (quoted !== undefined) {
    return { kind: 'quoted', text: quoted.slice(1, -1), start, end: start + quoted.length };
  }
  const mark = find(MARK, text, start);
  if (mark !== undefined) return { kind: 'mark', text: mark, start, end: start + mark.length };
  throw new SyntaxFault(
    `${quote(String.fromCodePoint(text.codePointAt(start) ?? 0))} is no part of CEL`,
    start,
  );
}

function skip(text: string, at: number): number {
  return at + (find(BLANK, text, at)?.length ?? 0);
}

function find(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

function numberOf(text: string, start: number): CelValue {
  const isHex = text.startsWith('0x');
  if (!isHex && /[.eE]/.test(text)) {
    const double = Number(text);
    if (!Number.isFinite(double)) throw new SyntaxFault('the number is too large', start);
    return double;
  }
  const isUnsigned = /[uU]$/.test(text);
  const value = BigInt(isUnsigned ? text.slice(0, -1) : text);
  // The least int is written with a minus before what would be too large.
  if (value >= (isUnsigned ? MAX_UINT : MAX_INT + 1n)) {
    throw new SyntaxFault('the number is too large', start);
  }
  return isUnsigned ? new CelUint(value) : value;
}
