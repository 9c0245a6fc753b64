import { expect, it } from 'vitest';
import { firstOf } from './first-of.ts';

it.each([
  [[], ''],
  [['a'], 'a'],
  [['a', 'b', 'c'], 'a; b; c'],
  [['a', 'b', 'c', 'd'], 'a; b; c; and 1 more'],
])('names the first of %j', (clauses, expected) => {
  expect(firstOf(clauses)).toBe(expected);
});

it('stands between values, too', () => {
  expect(firstOf(['a', 'b', 'c', 'd', 'e'], ', ')).toBe('a, b, c, and 2 more');
});
