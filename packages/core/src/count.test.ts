import { expect, test } from 'vitest';
import { requireCount } from './count.ts';

test.each([1, 100, Number.MAX_SAFE_INTEGER])('%d is a count', (value) => {
  expect(requireCount(value, 'limit')).toBe(value);
});

test.each([0, -1, 0.5, NaN, Infinity, 2 ** 53])('%d is none', (value) => {
  expect(() => requireCount(value, 'limit')).toThrow(
    new TypeError('limit is not a whole number from 1 up'),
  );
});
