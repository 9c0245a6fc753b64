import { expect, it } from 'vitest';
import { nowAndThen } from './now-and-then.ts';

it('tells the first time, and then once an interval how often it was', () => {
  const told: [string, number][] = [];
  let now = 0;
  const note = nowAndThen(
    100,
    (fact: string, times) => void told.push([fact, times]),
    () => now,
  );
  note('a');
  note('b');
  now = 99;
  note('c');
  expect(told).toEqual([['a', 1]]);
  now = 100;
  note('d');
  note('e');
  now = 500;
  note('f');
  expect(told).toEqual([
    ['a', 1],
    ['d', 3],
    ['f', 2],
  ]);
});
