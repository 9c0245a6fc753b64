import { describe, expect, it } from 'vitest';
import { epochSeconds, systemClock } from './clock.ts';

describe('systemClock', () => {
  it('tells the time of day', () => {
    expect(Math.abs(systemClock.now() - Date.now())).toBeLessThan(1000);
  });

  it('never goes back', () => {
    const readings = Array.from({ length: 1000 }, () => systemClock.monotonic());
    expect(readings).toEqual(readings.toSorted((a, b) => a - b));
  });
});

describe('epochSeconds', () => {
  it.each([
    [0, 0],
    [999, 0],
    [1000, 1],
    [1_767_225_600_999.9, 1_767_225_600],
  ])('of %d milliseconds is %d', (now, seconds) => {
    expect(epochSeconds({ now: () => now, monotonic: () => 0 })).toBe(seconds);
  });
});
