import { createTestClock } from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import { holdTokens, type Origin, sameTokens } from './held-tokens.ts';
import { tokenSet } from './source.fixture.ts';

function hold(life: number, origin: Origin = 'given', age = 0) {
  const clock = createTestClock();
  const tokens = tokenSet(1, clock.seconds() - age, life);
  return { clock, held: holdTokens(tokens, origin, { clock, random: () => 0 }) };
}

describe('tokens at hand', () => {
  it.each([
    [3600, 2880, 3595],
    [100, 70, 95],
    [20, 10, 19],
  ])('of a life of %d seconds are due after %d and over after %d', (life, due, over) => {
    const { clock, held } = hold(life);
    expect(held.dueAt - clock.monotonic()).toBe(due * 1000);
    clock.advance(due - 0.001);
    expect([held.isAlive(), held.isDue()]).toEqual([true, false]);
    clock.advance(0.001);
    expect([held.isAlive(), held.isDue()]).toEqual([true, true]);
    clock.advance(over - due - 0.001);
    expect(held.isAlive()).toBe(true);
    clock.advance(0.001);
    expect(held.isAlive()).toBe(false);
  });

  it('are over when the time of day says so: a machine that slept counts by that alone', () => {
    const { clock, held } = hold(3600);
    clock.step(3000);
    expect([held.isAlive(), held.isDue()]).toEqual([true, true]);
    clock.step(600);
    expect(held.isAlive()).toBe(false);
  });

  it('are over when they have lived long enough, whatever the time of day says', () => {
    const { clock, held } = hold(3600);
    clock.step(-86_400);
    clock.advance(3594);
    expect(held.isAlive()).toBe(true);
    clock.advance(1);
    expect(held.isAlive()).toBe(false);
  });

  it('that are kept have the age that they had, and what a person brought is as old as can be', () => {
    expect(hold(3600, 'kept', 100).held.age()).toBe(100_000);
    expect(hold(3600, 'given', 100).held.age()).toBe(0);
    expect(hold(3600, 'brought', 100).held.age()).toBe(Infinity);
  });

  it('that are kept and were given a while from now are over: the clock was set back', () => {
    expect(hold(3600, 'kept', -60).held.isAlive()).toBe(true);
    expect(hold(3600, 'kept', -61).held.isAlive()).toBe(false);
    expect(hold(3600, 'given', -61).held.isAlive()).toBe(true);
  });
});

it('takes two sets for the same where both tokens are', () => {
  const tokens = tokenSet(1, 0, 60);
  expect(sameTokens(tokens, { ...tokens, obtainedAt: 1 })).toBe(true);
  expect(sameTokens(tokens, { ...tokens, refreshToken: 'another' })).toBe(false);
  expect(sameTokens(tokens, { ...tokens, accessToken: 'another' })).toBe(false);
  expect(sameTokens(tokens, undefined)).toBe(false);
  expect(sameTokens(undefined, undefined)).toBe(true);
});
