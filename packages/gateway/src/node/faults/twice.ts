import type { Sparse } from './sift-section.ts';

/** The positions of all but the first of equal values. */
export function twice(values: Sparse<string>): readonly number[] {
  const seen = new Set<string>();
  return values.flatMap((value, index) => {
    if (value === undefined) return [];
    if (seen.has(value)) return [index];
    seen.add(value);
    return [];
  });
}
