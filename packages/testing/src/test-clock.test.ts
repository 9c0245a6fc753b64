import { describe, expect, it } from 'vitest';
import { createTestClock } from './test-clock.ts';

describe('createTestClock', () => {
  it('starts where it is told and stands still', () => {
    const clock = createTestClock(1000);
    expect([clock.now(), clock.seconds()]).toEqual([1_000_000, 1000]);
    expect(clock.now()).toBe(1_000_000);
  });

  it('moves both clocks when time passes', () => {
    const clock = createTestClock(1000);
    const before = clock.monotonic();
    clock.advance(1.5);
    expect(clock.now()).toBe(1_001_500);
    expect(clock.monotonic() - before).toBe(1500);
    expect(clock.seconds()).toBe(1001);
  });

  it('steps the wall clock alone, back as well', () => {
    const clock = createTestClock(1000);
    const before = clock.monotonic();
    clock.step(-100);
    expect(clock.seconds()).toBe(900);
    expect(clock.monotonic()).toBe(before);
  });

  it('refuses to let time pass backwards', () => {
    expect(() => createTestClock().advance(-1)).toThrow(RangeError);
  });
});
