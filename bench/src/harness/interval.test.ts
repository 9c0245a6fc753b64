import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CONFIDENCE, coverage, intervalRank, median, medianInterval } from './interval.ts';

const samples = fc.array(fc.double({ min: 1e-3, max: 1e6, noNaN: true }), {
  minLength: 6,
  maxLength: 60,
});

describe('medianInterval', () => {
  it('takes the second smallest and the second largest of 11', () => {
    const values = [11, 2, 9, 4, 7, 6, 5, 8, 3, 10, 1];
    expect(medianInterval(values)).toEqual({ median: 6, low: 2, high: 10 });
  });

  it('is not moved by one wild value of 11', () => {
    expect(medianInterval([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 1e9]).high).toBe(10);
  });

  it('takes the extremes of 6', () => {
    expect(medianInterval([6, 5, 4, 3, 2, 1])).toEqual({ median: 3.5, low: 1, high: 6 });
  });

  it.each([[[]], [[1, 2, 3, 4, 5]], [[1, 2, 3, 4, 5, Number.NaN]], [[1, 2, 3, 4, 5, Infinity]]])(
    'refuses %j',
    (values) => {
      expect(() => medianInterval(values)).toThrow(RangeError);
    },
  );

  it('is an interval around the median, made of values that were seen', () => {
    fc.assert(
      fc.property(samples, (values) => {
        const { median: middle, low, high } = medianInterval(values);
        expect(low).toBeLessThanOrEqual(middle);
        expect(high).toBeGreaterThanOrEqual(middle);
        expect(values).toContain(low);
        expect(values).toContain(high);
      }),
    );
  });

  it('does not depend on the order of the values', () => {
    const shuffled = samples.chain((values) =>
      fc.tuple(
        fc.constant(values),
        fc.shuffledSubarray(values, { minLength: values.length, maxLength: values.length }),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([values, other]) => {
        expect(medianInterval(other)).toEqual(medianInterval(values));
      }),
    );
  });

  it('leaves the values as they were', () => {
    const values = Object.freeze([6, 5, 4, 3, 2, 1]);
    expect(() => medianInterval(values)).not.toThrow();
  });
});

describe('intervalRank', () => {
  // Ranks from the table of the sign test, two-sided at 5 %.
  it.each([
    [6, 1],
    [8, 1],
    [9, 2],
    [11, 2],
    [12, 3],
    [15, 4],
    [20, 6],
    [25, 8],
  ])('of %i values is %i', (n, rank) => {
    expect(intervalRank(n)).toBe(rank);
  });

  it('is the largest rank with the confidence', () => {
    fc.assert(
      fc.property(fc.integer({ min: 6, max: 500 }), (n) => {
        const rank = intervalRank(n);
        expect(coverage(n, rank)).toBeGreaterThanOrEqual(CONFIDENCE);
        expect(coverage(n, rank + 1)).toBeLessThan(CONFIDENCE);
        expect(rank).toBeLessThanOrEqual((n + 1) / 2);
      }),
    );
  });
});

describe('median', () => {
  it('is the middle value, or the mean of the middle two', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 3, 2])).toBe(2.5);
  });

  it('of nothing is an error', () => {
    expect(() => median([])).toThrow(RangeError);
  });
});
