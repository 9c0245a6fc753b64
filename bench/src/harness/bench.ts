import type { Figure } from './figure.ts';

export interface BenchOptions {
  /** How many rounds a figure is measured in, besides the warm-up. */
  readonly rounds: number;
}

/** Something that is measured. */
export interface Measurement {
  /** The names of the figures that come of it, in their order. */
  readonly figures: readonly string[];
  /** It takes too long for a run of all. Default: false. */
  readonly onlyIfNamed?: boolean;
  /** @throws {Error} when what was measured is not what was meant */
  measure(options: BenchOptions): Promise<readonly Figure[]>;
}

/** What is measured of one part of Drawbridge, in the order of the run. */
export type Bench = readonly Measurement[];

/** A measurement that one figure comes of. */
export function single(
  figure: string,
  measure: (options: BenchOptions) => Promise<Figure>,
): Measurement {
  return { figures: [figure], measure: async (options) => [await measure(options)] };
}
