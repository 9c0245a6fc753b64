import type { Figure } from './figure.ts';

export interface BenchOptions {
  /** How many rounds a figure is measured in, besides the warm-up. */
  readonly rounds: number;
}

/** Measures the figures of one part of Drawbridge and hands each out when it is known. */
export type Bench = (options: BenchOptions) => AsyncIterable<Figure>;
