import { createTestClock } from '@drawbridge/testing';
import { expect, it } from 'vitest';
import { createPauses } from './pauses.ts';
import { fault } from './source.fixture.ts';

const passing = fault('token_endpoint_unreachable');

it('waits longer each time, until all is well again', () => {
  const clock = createTestClock();
  const pauses = createPauses(clock, () => 0);
  expect([pauses.failed(passing), pauses.failed(passing)]).toEqual([500, 1_000]);
  expect(pauses.reason()).toEqual({ fault: passing, wait: 1_000 });
  clock.advance(1);
  expect([pauses.left(), pauses.reason()]).toEqual([0, undefined]);
  pauses.over();
  expect(pauses.failed(passing)).toBe(500);
});

it('waits no longer than was said for what is urgent', () => {
  const pauses = createPauses(createTestClock(), () => 0);
  expect(pauses.failed(fault('data_unusable'), 5_000)).toBe(5_000);
});

it('rests, and keeps nobody waiting by it who has no tokens', () => {
  const clock = createTestClock();
  const pauses = createPauses(clock, () => 0);
  expect(pauses.left()).toBe(-Infinity);
  pauses.rest(10_000);
  expect([pauses.left(), pauses.reason()]).toEqual([10_000, undefined]);
  pauses.failed(fault('data_unusable'));
  expect(pauses.left()).toBe(30_000);
  pauses.over();
  expect(pauses.left()).toBe(10_000);
});

it('does not look at the time of day', () => {
  const clock = createTestClock();
  const pauses = createPauses(clock, () => 0);
  pauses.failed(passing);
  clock.step(-86_400);
  expect(pauses.left()).toBe(500);
});
