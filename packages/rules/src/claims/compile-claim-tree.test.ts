import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ClaimTree } from '../rule.ts';
import { compileClaimTree, meetsNeed } from './compile-claim-tree.ts';

function build(tree: ClaimTree, claims: Readonly<Record<string, unknown>> = {}): unknown {
  return compileClaimTree(tree).build(claims);
}

describe('compileClaimTree', () => {
  it.each([['x{'], [['fine', '}']], [{ a: { b: ['{a', 'fine'] } }], [{ a: '{}' }]] as readonly [
    ClaimTree,
  ][])('refuses %j', (tree) => {
    expect(() => compileClaimTree(tree)).toThrow(/^the template has/);
  });

  it.each([[null], [[null]], [{ groups: null }]] as readonly [ClaimTree][])(
    'refuses null, which is what braces without quotes come to in YAML: %j',
    (tree) => {
      expect(() => compileClaimTree(tree)).toThrow('a text in braces needs quotes: "{name}"');
    },
  );

  it.each([[true], [0], ['text'], [''], [[]], [{}], [{ a: [1, { b: false }] }]] as readonly [
    ClaimTree,
  ][])('keeps the constant %j', (tree) => {
    expect(build(tree)).toEqual(tree);
    expect(compileClaimTree(tree).needs).toEqual([]);
  });

  it.each([['text'], [7], [false], [['a', 1]], [{ a: { b: null } }], ['']])(
    'takes a claim that stands alone over with its type: %j',
    (value) => {
      expect(build('{a}', { a: value })).toEqual(value);
      expect(build(['{a}', { x: '{a}' }], { a: value })).toEqual([value, { x: value }]);
    },
  );

  it.each([
    ['x', 'p:x'],
    [7, 'p:7'],
    [-0.5, 'p:-0.5'],
    [true, 'p:true'],
    ['', 'p:'],
  ])('writes %j into a text', (value, expected) => {
    expect(build('p:{a}', { a: value })).toBe(expected);
  });

  it('does not expand what a claim holds', () => {
    const claims = { a: '{b}', b: 'PLANTED', c: '{{', d: '$&$1' };
    expect(build('x{a}{c}{d}', claims)).toBe('x{b}{{$&$1');
    expect(build('{a}', claims)).toBe('{b}');
    expect(build({ '{a}': '{a}' }, claims)).toEqual({ '{a}': '{b}' });
  });

  it('never expands twice, whatever a claim holds (property)', () => {
    const text = fc.string({ unit: fc.constantFrom('{', '}', 'b', '{b}', '{{', '$', '\\') });
    fc.assert(
      fc.property(text, (value) => {
        expect(build('<{a}>', { a: value, b: 'PLANTED' })).toBe(`<${value}>`);
      }),
    );
  });

  it('keeps a member named __proto__ a member', () => {
    const tree = JSON.parse('{"__proto__":{"admin":"{a}"}}') as ClaimTree;
    const built = build(tree, { a: 'x' }) as object;
    expect(JSON.stringify(built)).toBe('{"__proto__":{"admin":"x"}}');
    expect('admin' in built).toBe(false);
  });

  it('says what it needs, and as what', () => {
    const { needs } = compileClaimTree({ a: '{x}', b: ['p:{y}{z}', '{{q}}'], c: 1 });
    expect(needs).toEqual([
      { path: 'x', asText: false },
      { path: 'y', asText: true },
      { path: 'z', asText: true },
    ]);
  });
});

describe('meetsNeed', () => {
  it.each([
    [undefined, false, false],
    [null, false, false],
    ['', true, true],
    ['x', true, true],
    [0, true, true],
    [false, true, true],
    [['x'], true, false],
    [{}, true, false],
  ])('of %j says %s, and as text %s', (value, there, asText) => {
    const claims = value === undefined ? {} : { a: value };
    expect(meetsNeed({ path: 'a', asText: false }, claims)).toBe(there);
    expect(meetsNeed({ path: 'a', asText: true }, claims)).toBe(asText);
  });

  it.each(['constructor', '__proto__', 'toString'])('does not take the inherited %s', (path) => {
    expect(meetsNeed({ path, asText: false }, {})).toBe(false);
  });
});
