import { type Bench, single } from '../harness/bench.ts';
import { carryFigure, type CarryPlan } from './carry-figure.ts';
import { latencyFigures } from './latency-figures.ts';
import { memoryFigures } from './memory-figures.ts';

const CARRY: readonly CarryPlan[] = [
  {
    figure: 'requests-nginx',
    reference: 'nginx',
    against: 'nginx as a plain proxy that sets the same header, the same requests and answers',
    aim: 0.3,
  },
  {
    figure: 'requests-mitmdump',
    reference: 'mitmdump',
    against: 'mitmdump with an add-on that sets the same header, the same requests and answers',
    aim: 10,
  },
];

/** The figures of inject: what a request through it costs, how long it takes, and what a large one leaves in memory. */
export const inject: Bench = [
  ...CARRY.map((plan) => single(plan.figure, (options) => carryFigure(plan, options))),
  latencyFigures,
  memoryFigures,
];
