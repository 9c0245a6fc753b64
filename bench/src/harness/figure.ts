import { median, medianInterval } from './interval.ts';
import type { Pair } from './interleave.ts';

/** What a figure is about, known before anything is measured. */
export interface FigurePlan {
  readonly bench: string;
  readonly figure: string;
  /** Unit of the value. */
  readonly unit: string;
  /** What the value is compared with. */
  readonly against: string;
  /** What the ratio should reach; `undefined` where it is measured to be known. */
  readonly aim?: number | undefined;
  /** Which way the ratio is better. */
  readonly better: 'higher' | 'lower';
  /** The ratio of one round. */
  readonly ratio: (pair: Pair) => number;
}

/** A measured figure. Only the ratio carries from one machine to another; the value is for the eye. */
export interface Figure extends Omit<FigurePlan, 'ratio'> {
  /** Median of the subject's measurements. */
  readonly value: number;
  /** Median of the rounds' ratios. */
  readonly ratio: number;
  /** Lower end of the ratio's interval. */
  readonly low: number;
  /** Upper end of the ratio's interval. */
  readonly high: number;
}

/** Whether the aim is reached: undecided when the interval spans it, none where there is no aim. */
export type Verdict = 'met' | 'missed' | 'undecided' | 'none';

/** More digits than this are noise. They are cut here, so that each output tells the same verdict. */
const SIGNIFICANT_DIGITS = 4;

/** Makes a figure of the rounds that were measured for it. */
export function toFigure({ ratio: ratioOf, ...plan }: FigurePlan, pairs: readonly Pair[]): Figure {
  const ratio = medianInterval(pairs.map(ratioOf));
  return {
    ...plan,
    value: round(median(pairs.map((pair) => pair.subject))),
    ratio: round(ratio.median),
    low: round(ratio.low),
    high: round(ratio.high),
  };
}

/** Judges the whole interval, not only the ratio. */
export function verdict({ low, high, aim, better }: Figure): Verdict {
  if (aim === undefined) return 'none';
  if (better === 'higher' ? low >= aim : high <= aim) return 'met';
  if (better === 'higher' ? high < aim : low > aim) return 'missed';
  return 'undecided';
}

/** The figure as one line of JSON, its members in their documented order. */
export function toJsonLine(figure: Figure): string {
  const { bench, figure: name, value, unit, against, ratio, low, high, aim, better } = figure;
  return JSON.stringify({
    bench,
    figure: name,
    value,
    unit,
    against,
    ratio,
    low,
    high,
    aim,
    better,
  });
}

function round(value: number): number {
  return Number(value.toPrecision(SIGNIFICANT_DIGITS));
}
