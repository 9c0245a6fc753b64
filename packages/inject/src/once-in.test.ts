import { createTestClock } from '@drawbridge/testing';
import { expect, it } from 'vitest';
import { createOnceIn } from './once-in.ts';

it('tells each name once in its time, whatever the wall clock does', () => {
  const clock = createTestClock();
  const isDue = createOnceIn(60, clock);
  expect([isDue('a'), isDue('a'), isDue('b')]).toEqual([true, false, true]);
  clock.step(3600);
  expect(isDue('a')).toBe(false);
  clock.advance(60);
  expect(isDue('a')).toBe(true);
});

it('tells no more than so many names at a time, however many there are', () => {
  const clock = createTestClock();
  const isDue = createOnceIn(60, clock);
  const told = () => Array.from({ length: 1000 }, (_, name) => isDue(`${name}`)).filter(Boolean);
  expect(told()).toHaveLength(64);
  expect(told()).toHaveLength(0);
  clock.advance(60);
  expect(told()).toHaveLength(64);
});
