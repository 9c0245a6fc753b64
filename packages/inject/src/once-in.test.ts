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
