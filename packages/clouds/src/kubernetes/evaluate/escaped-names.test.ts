import { describe, expect, it } from 'vitest';
import { escapedNames, renameMembers } from './escaped-names.ts';

// kubernetes/kubernetes: apiserver/pkg/cel/escaping.go and its use in oidc.go at 1.34, 2026-11.
describe('escapedNames', () => {
  it.each([
    ['claims.kubernetes__dot__io.x', [['kubernetes.io', 'kubernetes__dot__io']]],
    ['claims["a__slash__b__dash__c"]', [['a/b-c', 'a__slash__b__dash__c']]],
    ['claims.a__underscores__b', [['a__b', 'a__underscores__b']]],
    ['claims.__for__', [['for', '__for__']]],
    ['claims.a__for__', []],
    ['claims.a__other__b', []],
    ['claims.a_b.__proto__', []],
    ['claims.sub', []],
  ])('of %s', (expression, names) => {
    expect([...escapedNames(expression).written]).toEqual(names);
  });

  it.each([
    ['claims.a__dot__b == "c"', false],
    ['claims.a__dot__b == claims["a.b"]', true],
    ['claims.a__dot__b.all(x, true)', true],
    ['"x" in claims.a__dot__b', true],
  ])('knows of %s whether names of a map are looked at otherwise: %s', (expression, hasOthers) => {
    expect(escapedNames(expression).hasOthers).toBe(hasOthers);
  });
});

describe('renameMembers', () => {
  const written = new Map([
    ['a.b', 'a__dot__b'],
    ['__proto__', 'p'],
  ]);

  it('renames at any depth, and has nothing under a name that is written but not meant', () => {
    const value = { x: [{ 'a.b': { 'a.b': 1 } }], a__dot__b: 2, other: null };
    expect(renameMembers(value, written)).toEqual({
      x: [{ a__dot__b: { a__dot__b: 1 } }],
      other: null,
    });
    const named = renameMembers(JSON.parse('{"__proto__": {"a.b": 1}}'), written);
    expect(JSON.stringify(named)).toBe('{"p":{"a__dot__b":1}}');
  });

  it('leaves what has none of the names, however deep it is', () => {
    let deep: Record<string, unknown> = {};
    for (let depth = 0; depth < 100_000; depth++) deep = { a: deep };
    expect(renameMembers(deep, written)).toBeUndefined();
    expect(renameMembers({ 'a.b': 1 }, new Map())).toBeUndefined();
    expect(renameMembers({ deep, 'a.b': 1 }, written)).toHaveProperty('a__dot__b', 1);
  });
});
