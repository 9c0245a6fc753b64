import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { showClock } from './show-clock.ts';

it.each([
  [0, 'now'],
  [0.4, 'now'],
  [1, 'in 1 s'],
  [-59, '59 s ago'],
  [60, 'in 1 min'],
  [61, 'in 1 min 1 s'],
  [-3_600, '1 h ago'],
  [3 * 3_600 + 12 * 60 + 59, 'in 3 h 12 min'],
  [86_400, 'in 1 d'],
  [172_799, 'in 1 d 23 h'],
  [-172_800, '2 days ago'],
  [1e15, 'in 11574074074 days'],
])('tells %d seconds as %s', (seconds, words) => {
  expect(showClock(seconds)).toBe(words);
});

it('never tells more than there is', () => {
  const sizes: Readonly<Record<string, number>> = {
    d: 86_400,
    days: 86_400,
    h: 3_600,
    min: 60,
    s: 1,
  };
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e9 }), (seconds) => {
      const told = [...showClock(seconds).matchAll(/(\d+) (\w+)/g)];
      const sum = told.reduce(
        (all, [, count, unit]) => all + Number(count) * (sizes[unit ?? ''] ?? Number.NaN),
        0,
      );
      expect(sum).toBeLessThanOrEqual(seconds);
      expect(sum).toBeGreaterThan(0);
    }),
  );
});
