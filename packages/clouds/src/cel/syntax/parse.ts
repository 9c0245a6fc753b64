import { quote } from '@drawbridge/core';
import { childrenOf, type Entry, type Expression, type Item, type Shape } from './expression.ts';
import { SyntaxFault, TooDeep } from './syntax-fault.ts';
import { type Token, tokensOf } from './tokens.ts';

/** cel-go refuses what is nested more than 250 times (cel-go, parser/options.go, MaxRecursionDepth). */
const MAX_DEPTH = 250;

/** The binary operators, and how strongly they bind. `&&`, `||` and `?:` are read apart. */
const BINDING: ReadonlyMap<string, number> = new Map([
  ['<', 1],
  ['<=', 1],
  ['>', 1],
  ['>=', 1],
  ['==', 1],
  ['!=', 1],
  ['in', 1],
  ['+', 2],
  ['-', 2],
  ['*', 3],
  ['/', 3],
  ['%', 3],
]);

const RESERVED: ReadonlySet<string> = new Set(
  'as break const continue else for function if import let loop package namespace return var void while'.split(
    ' ',
  ),
);

const CONSTANTS: ReadonlyMap<string, boolean | null> = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
]);

/**
 * Reads an expression.
 *
 * @throws {SyntaxFault} where it is no expression of CEL
 * @throws {TooDeep} where it is nested too deeply
 */
export function parse(text: string): Expression {
  const parser = new Parser(tokensOf(text));
  const expression = parser.expression();
  parser.end();
  return expression;
}

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  expression(): Expression {
    if (++this.#depth > MAX_DEPTH) throw new TooDeep();
    const test = this.#joined('||', 'or', () => this.#joined('&&', 'and', () => this.#binary(1)));
    let whole = test;
    if (this.#take('?')) {
      const yes = this.#joined('||', 'or', () => this.#joined('&&', 'and', () => this.#binary(1)));
      this.#expect(':');
      const no = this.expression();
      whole = this.#make({ kind: 'conditional', test, yes, no }, test.start);
    }
    this.#depth--;
    return whole;
  }

  end(): void {
    if (this.#next().kind !== 'end') throw this.#unexpected();
  }

  #joined(mark: '&&' | '||', kind: 'and' | 'or', read: () => Expression): Expression {
    const first = read();
    if (!this.#is(mark)) return first;
    const parts = [first];
    while (this.#take(mark)) parts.push(read());
    return this.#make({ kind, parts }, first.start);
  }

  #binary(least: number): Expression {
    let left = this.#unary();
    for (;;) {
      const { text, kind } = this.#next();
      const binding = kind === 'mark' || text === 'in' ? BINDING.get(text) : undefined;
      if (binding === undefined || binding < least) return left;
      this.#at++;
      const right = this.#binary(binding + 1);
      const name = text === 'in' ? '@in' : `_${text}_`;
      left = this.#make({ kind: 'call', name, target: undefined, args: [left, right] }, left.start);
    }
  }

  /** An even number of `!`, or of `-`, is none. */
  #unary(): Expression {
    const { start, text } = this.#next();
    if (!this.#is('!') && !this.#is('-')) return this.#member();
    let count = 0;
    while (this.#take(text)) count++;
    const isNegative = text === '-' && count % 2 === 1;
    const next = this.#next();
    if (isNegative && next.kind === 'number' && typeof next.value !== 'object') {
      return this.#member(true, start);
    }
    const operand = this.#member();
    if (count % 2 === 0) return operand;
    const name = text === '!' ? '!_' : '-_';
    return this.#make({ kind: 'call', name, target: undefined, args: [operand] }, start);
  }

  #member(isNegative = false, from?: number): Expression {
    let left = this.#primary(isNegative, from);
    for (;;) {
      if (this.#take('.')) left = this.#selection(left);
      else if (this.#take('[')) {
        const isOptional = this.#take('?');
        const index = this.expression();
        this.#expect(']');
        left = this.#make({ kind: 'index', operand: left, index, isOptional }, left.start);
      } else return left;
    }
  }

  #selection(operand: Expression): Expression {
    const isOptional = this.#take('?');
    const { kind, text: field } = this.#next();
    if (kind !== 'quoted' && (kind !== 'name' || CONSTANTS.has(field) || field === 'in')) {
      throw this.#unexpected();
    }
    this.#at++;
    if (!isOptional && kind === 'name' && this.#take('(')) {
      const args = this.#list(')', () => this.expression());
      return this.#make({ kind: 'call', name: field, target: operand, args }, operand.start);
    }
    const isQuoted = kind === 'quoted';
    return this.#make({ kind: 'select', operand, field, isOptional, isQuoted }, operand.start);
  }

  #primary(isNegative: boolean, from?: number): Expression {
    const token = this.#next();
    const { kind, text, value, start } = token;
    if (kind === 'literal' || kind === 'number') {
      this.#at++;
      return this.#literal(token, isNegative, from);
    }
    if (kind === 'name' && CONSTANTS.has(text)) {
      this.#at++;
      return this.#make({ kind: 'literal', value: CONSTANTS.get(text) ?? value ?? null }, start);
    }
    if (this.#take('(')) {
      const inner = this.expression();
      this.#expect(')');
      return { ...inner, start, end: this.#before().end };
    }
    if (this.#take('[')) {
      const items = this.#list(']', () => this.#item());
      return this.#make({ kind: 'list', items }, start);
    }
    if (this.#take('{')) return this.#make({ kind: 'map', entries: this.#entries() }, start);
    this.#take('.');
    return this.#name(start);
  }

  #literal({ value = null, start }: Token, isNegative: boolean, from?: number): Expression {
    const at = from ?? start;
    if (typeof value === 'number' && isNegative) {
      return this.#make({ kind: 'literal', value: -value }, at);
    }
    if (typeof value === 'bigint') {
      const signed = isNegative ? -value : value;
      if (signed >= 2n ** 63n) throw new SyntaxFault('the number is too large', start);
      return this.#make({ kind: 'literal', value: signed }, at);
    }
    return this.#make({ kind: 'literal', value }, at);
  }

  #name(start: number): Expression {
    const { kind, text: name } = this.#next();
    if (kind !== 'name' || name === 'in') throw this.#unexpected();
    if (RESERVED.has(name)) {
      throw new SyntaxFault(`${quote(name)} is a reserved word`, start);
    }
    this.#at++;
    if (this.#take('(')) {
      const args = this.#list(')', () => this.expression());
      return this.#make({ kind: 'call', name, target: undefined, args }, start);
    }
    return this.#message(name, start) ?? this.#make({ kind: 'name', name }, start);
  }

  /** `a.b.C{…}`: its fields are read over, for nothing of a token is a message. */
  #message(first: string, start: number): Expression | undefined {
    let at = this.#at;
    let name = first;
    while (this.#tokens[at]?.text === '.' && this.#tokens[at + 1]?.kind === 'name') {
      name += `.${this.#tokens[at + 1]?.text}`;
      at += 2;
    }
    const brace = this.#tokens[at];
    if (brace?.kind !== 'mark' || brace.text !== '{') return undefined;
    this.#at = at + 1;
    this.#list('}', () => {
      this.#take('?');
      const { kind } = this.#next();
      if (kind !== 'name' && kind !== 'quoted') throw this.#unexpected();
      this.#at++;
      this.#expect(':');
      return this.expression();
    });
    return this.#make({ kind: 'message', name }, start);
  }

  #item(): Item {
    const isOptional = this.#take('?');
    return { value: this.expression(), isOptional };
  }

  #entries(): readonly Entry[] {
    return this.#list('}', () => {
      const isOptional = this.#take('?');
      const key = this.expression();
      this.#expect(':');
      return { key, value: this.expression(), isOptional };
    });
  }

  /** A comma may stand after the last of a list or a map, and of nothing else. */
  #list<Member>(closing: string, read: () => Member): readonly Member[] {
    const members: Member[] = [];
    if (this.#take(closing)) return members;
    const mayTrail = closing !== ')';
    members.push(read());
    while (this.#take(',')) {
      if (mayTrail && this.#is(closing)) break;
      members.push(read());
    }
    this.#expect(closing);
    return members;
  }

  #make(shape: Shape, start: number): Expression {
    const place = { start, end: this.#before().end };
    const inner = childrenOf({ ...shape, ...place, depth: 0 });
    const depth = 1 + inner.reduce((deepest, child) => Math.max(deepest, child.depth), 0);
    if (depth > MAX_DEPTH) throw new TooDeep();
    return { ...shape, ...place, depth };
  }

  #next(): Token {
    const token = this.#tokens[this.#at];
    if (token === undefined) throw new SyntaxFault('the expression has no end', 0);
    return token;
  }

  #before(): Token {
    return this.#tokens[this.#at - 1] ?? this.#next();
  }

  #is(mark: string): boolean {
    const { kind, text } = this.#next();
    return kind === 'mark' && text === mark;
  }

  #take(mark: string): boolean {
    if (!this.#is(mark)) return false;
    this.#at++;
    return true;
  }

  #expect(mark: string): void {
    if (!this.#take(mark)) throw this.#unexpected(mark);
  }

  #unexpected(wanted?: string): SyntaxFault {
    const { kind, text, start } = this.#next();
    const what =
      kind === 'end'
        ? 'the expression ends too early'
        : kind === 'literal'
          ? 'there is text out of place'
          : `${quote(text)} is out of place`;
    const hint = wanted === undefined ? '' : `, where ${quote(wanted)} should be,`;
    return new SyntaxFault(`${what}${hint}`, start);
  }
}
