import type { Bench } from '../harness/bench.ts';
import { carryFigures, type CarryPlan } from './carry-figure.ts';
import { latencyFigures } from './latency-figures.ts';
import { memoryFigures } from './memory-figures.ts';

const CARRY: readonly CarryPlan[] = [
  {
    reference: 'nginx',
    against: 'nginx as a plain proxy that sets the same header, the same requests and answers',
    aim: 0.3,
  },
  {
    reference: 'mitmdump',
    against: 'mitmdump with an add-on that sets the same header, the same requests and answers',
    aim: 10,
  },
];

/** The figures of inject: what a request through it costs, how long it takes, and what a large one leaves in memory. */
export const inject: Bench = [...CARRY.map(carryFigures), latencyFigures, memoryFigures];
