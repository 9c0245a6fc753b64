import { createTestClock } from '@drawbridge/testing';
import { expect, it } from 'vitest';
import { kept } from './kept.ts';

function setUp() {
  const clock = createTestClock();
  const looks: (number | undefined)[] = [];
  const state = { fails: false };
  const find = kept<number>(async (before) => {
    looks.push(before);
    if (state.fails) throw new Error('it does not answer');
    return looks.length;
  }, clock);
  return { clock, looks, state, find };
}

it('remembers no look that failed', async () => {
  const { state, find } = setUp();
  state.fails = true;
  await expect(find()).rejects.toThrow('it does not answer');
  state.fails = false;
  expect(await find()).toBe(2);
});

it('looks once for all who ask at a time, and for ten minutes', async () => {
  const { clock, looks, find } = setUp();
  expect(await Promise.all([find(), find(), find()])).toEqual([1, 1, 1]);
  clock.advance(599);
  expect(await find()).toBe(1);
  clock.advance(2);
  expect([await find(), looks]).toEqual([2, [undefined, 1]]);
});

it('goes on with what it knew while it finds nothing, and asks no more than every half a minute', async () => {
  const { clock, looks, state, find } = setUp();
  await find();
  state.fails = true;
  clock.advance(601);
  expect([await find(), await find(), looks.length]).toEqual([1, 1, 2]);
  clock.advance(31);
  state.fails = false;
  expect(await find()).toBe(3);
});
