import { expect, it } from 'vitest';
import { requireSeconds } from './seconds.ts';

it.each([0, 1, 600])('passes %d on', (value) => {
  expect(requireSeconds(value, 'leeway')).toBe(value);
});

it.each([Number.NaN, -1, 0.5, Infinity, '30' as unknown as number])('refuses %s', (value) => {
  expect(() => requireSeconds(value, 'leeway')).toThrow(
    new TypeError('leeway is not a whole number of seconds'),
  );
});
