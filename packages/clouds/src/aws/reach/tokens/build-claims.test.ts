import { describe, expect, it } from 'vitest';
import { buildClaims } from './build-claims.ts';
import type { ClaimValue } from './claim-value.ts';

const chosen = (claims: Readonly<Record<string, unknown>>) =>
  new Map<string, ClaimValue>(
    Object.entries(claims).map(([path, value]) => [
      path,
      value === undefined ? undefined : { value },
    ]),
  );

describe('buildClaims', () => {
  it.each([
    [{ a: 1, b: undefined }, { a: 1 }],
    [{ 'realm.roles': ['x'] }, { realm: { roles: ['x'] } }],
    [{ 'o.a': 1, 'o.b.c': 2 }, { o: { a: 1, b: { c: 2 } } }],
    // Something else stands in the way, or is said not to be there.
    [
      { o: 'x', 'o.a': 1 },
      { o: 'x', 'o.a': 1 },
    ],
    [{ o: undefined, 'o.a': 1 }, { 'o.a': 1 }],
    // No path of plain names.
    [{ 'https://example.com/groups': ['x'] }, { 'https://example.com/groups': ['x'] }],
    [
      { '.a': 1, 'a.': 2, 'a..b': 3 },
      { '.a': 1, 'a.': 2, 'a..b': 3 },
    ],
    [{ '__proto__.a': 1 }, { '__proto__.a': 1 }],
  ])('nests %j', (claims, expected) => {
    expect(buildClaims(chosen(claims), 'nested')).toEqual(expected);
  });

  it('writes each path as one name where that is asked for', () => {
    expect(buildClaims(chosen({ 'o.a': 1 }), 'flat')).toEqual({ 'o.a': 1 });
  });

  it('takes the names that objects have of themselves for claims', () => {
    const claims = buildClaims(new Map([['__proto__', { value: 'x' }]]), 'nested');
    expect(Object.entries(claims)).toEqual([['__proto__', 'x']]);
    expect(buildClaims(chosen({ 'constructor.name': 'x' }), 'nested')).toEqual({
      constructor: { name: 'x' },
    });
  });
});
