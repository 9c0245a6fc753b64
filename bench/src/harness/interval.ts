/** A median and the interval that holds the true median with about 95 % confidence. */
export interface MedianInterval {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/** The confidence that an interval must have at least. */
export const CONFIDENCE = 0.95;

/** The fewest values that have an interval of that confidence: of five, not even the extremes do. */
export const MIN_VALUES = 6;

/**
 * The median of values with its distribution-free interval, by order statistics.
 *
 * The number of values below the true median follows Bin(n, 1/2), whatever their
 * distribution. So the interval from the k-th smallest to the k-th largest misses
 * the true median with probability 2 P(Bin(n, 1/2) < k), and k is the largest rank
 * for which that is at most 5 %. Of 11 values it is k = 2, with 98.8 % confidence.
 *
 * No assumption is made about the noise, because on a shared machine it is nothing
 * like normal: most rounds agree and a few are far too slow.
 *
 * @throws {RangeError} when there are fewer than {@link MIN_VALUES} values, or one is not finite
 */
export function medianInterval(values: readonly number[]): MedianInterval {
  if (values.length < MIN_VALUES) {
    throw new RangeError(`an interval needs ${MIN_VALUES} values or more, not ${values.length}`);
  }
  if (!values.every(Number.isFinite)) throw new RangeError('an interval needs finite values');
  const sorted = values.toSorted((a, b) => a - b);
  const rank = intervalRank(sorted.length);
  return {
    median: medianOfSorted(sorted),
    low: sorted[rank - 1] as number,
    high: sorted[sorted.length - rank] as number,
  };
}

/**
 * The median: the middle value, or the mean of the middle two.
 *
 * @throws {RangeError} when there are no values
 */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('no values have no median');
  return medianOfSorted(values.toSorted((a, b) => a - b));
}

/** The probability that the interval of n values from rank k to rank n + 1 - k holds the median. */
export function coverage(n: number, k: number): number {
  let term = 0.5 ** n;
  let below = 0;
  for (let i = 0; i < k; i++) {
    below += term;
    term *= (n - i) / (i + 1);
  }
  return 1 - 2 * below;
}

/** The largest rank whose interval has the {@link CONFIDENCE}. */
export function intervalRank(n: number): number {
  let rank = 1;
  while (coverage(n, rank + 1) >= CONFIDENCE) rank++;
  return rank;
}

function medianOfSorted(sorted: readonly number[]): number {
  const upper = sorted.length >> 1;
  const lower = (sorted.length - 1) >> 1;
  return ((sorted[lower] as number) + (sorted[upper] as number)) / 2;
}
