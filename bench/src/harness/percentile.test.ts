import { expect, it } from 'vitest';
import { percentile } from './percentile.ts';

const values = Array.from({ length: 200 }, (_, index) => 200 - index);

it('takes the value of the nearest rank', () => {
  expect(percentile(values, 0.5)).toBe(100);
  expect(percentile(values, 0.99)).toBe(198);
  expect(percentile(values, 1)).toBe(200);
  expect(percentile([7, 1, 3], 0.5)).toBe(3);
});

it.each([
  [[], 0.5],
  [[1], 0.5],
  [values.slice(0, 99), 0.99],
])('refuses %j for the part %d', (few, part) => {
  expect(() => percentile(few, part)).toThrow(RangeError);
});
