import type { Figure, FigurePlan } from './figure.ts';

/** What was counted, of how many. */
export interface Count {
  readonly counted: number;
  readonly of: number;
}

/**
 * Makes a figure of something that must not happen. It is a sum over all rounds, and its interval is no wider than
 * itself: what a median would leave out happened all the same.
 *
 * @throws {Error} when it could not have happened even once
 */
export function countFigure(plan: Omit<FigurePlan, 'ratio' | 'better'>, count: Count): Figure {
  const { counted, of } = count;
  if (of === 0) throw new Error('nothing was counted');
  const ratio = counted / of;
  return { ...plan, better: 'lower', value: counted, ratio, low: ratio, high: ratio };
}
