import { describe, expect, it } from 'vitest';
import { arrivals } from './arrivals.ts';

describe('arrivals', () => {
  const times = arrivals(500, 20, 1);
  const gaps = times.map((time, index) => time - (times[index - 1] ?? 0));

  it('are as many as asked for, in order and in time', () => {
    expect(times.length).toBeGreaterThan(9_700);
    expect(times.length).toBeLessThan(10_300);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(0);
    expect(times.at(-1)).toBeLessThan(20_000);
  });

  it('come in clusters, as those of an exponential distribution do', () => {
    const mean = 2;
    const share = (limit: number) => gaps.filter((gap) => gap > limit).length / gaps.length;
    expect(share(mean)).toBeCloseTo(Math.exp(-1), 1);
    expect(share(3 * mean)).toBeCloseTo(Math.exp(-3), 1);
  });

  it('are the same for the same seed alone', () => {
    expect(arrivals(500, 20, 1)).toEqual(times);
    expect(arrivals(500, 20, 2)).not.toEqual(times);
  });
});
