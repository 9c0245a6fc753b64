import { type Bench, single } from '../harness/bench.ts';
import { REACH_FIGURE, reachFigure } from './reach-figure.ts';

/** The figures of rules that are reasoned about; what a decision costs is measured with the exchange. */
export const rules: Bench = [single(REACH_FIGURE, reachFigure)];
