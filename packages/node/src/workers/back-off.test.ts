import { expect, test } from 'vitest';
import { countDeath } from './back-off.ts';

test('replaces at once what had lived, and ever later what ends soon again and again', () => {
  expect(countDeath(0, 60_000)).toEqual({ count: 1, pause: 0 });
  const pauses: number[] = [];
  let count = 0;
  for (let deaths = 0; deaths < 12; deaths++) {
    const next = countDeath(count, 100);
    ({ count } = next);
    pauses.push(next.pause);
  }
  expect(pauses).toEqual([
    0, 250, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000, 30_000,
  ]);
  expect(countDeath(count, 10_000)).toEqual({ count: 1, pause: 0 });
});
