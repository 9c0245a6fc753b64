import { type Bench, single } from '../harness/bench.ts';
import { AGAINST_BARE_FIGURE, againstBareFigure } from './against-bare-figure.ts';
import { CORES_FIGURE, coresFigure } from './cores-figure.ts';
import { costFigure, type CostPlan } from './cost-figure.ts';
import { latencyFigures } from './latency-figures.ts';
import { DISTURBANCES } from './lost/disturbances.ts';
import { lostFigure } from './lost/lost-figure.ts';
import { floodFigure } from './flood-figure.ts';
import { memoryFigures, type MemoryPlan } from './memory-figures.ts';
import { overheadFigure, type OverheadPlan } from './overhead-figure.ts';
import { scaleFigure, scaleName, type ScalePlan } from './scale-figure.ts';
import { START_FIGURE, startFigure } from './start-figure.ts';
import { WORKERS_FIGURE, workersFigure } from './workers-figure.ts';
import { FLOOD_FIGURE } from '../upstream/unknown-kids.ts';
import { VERIFICATIONS, verifyFigure, verifyName } from '../verify/verify-figure.ts';
import { ours } from '../verify/verifiers.ts';

const COSTS: readonly CostPlan[] = [
  { figure: 'rs256', alg: 'RS256', speed: 'rsa2048', aim: 0.75 },
  { figure: 'es256', alg: 'ES256', speed: 'ecdsap256', aim: 0.45 },
];

const SCALES: readonly ScalePlan[] = [
  { scaled: 'issuers', count: 100 },
  { scaled: 'issuers', count: 1000 },
  { scaled: 'rules', count: 100 },
  { scaled: 'rules', count: 10_000 },
  { scaled: 'rules', count: 10_000, refused: true },
  { scaled: 'keys', count: 100 },
  { scaled: 'keys', count: 10_000 },
];

const OVERHEADS: readonly OverheadPlan[] = [
  { figure: 'audit-and-metrics', required: false, aim: 1.1 },
  { figure: 'audit-required', required: true, aim: 1.25 },
];

/** Limits that are kept count of and never reached. */
const LIMITED: MemoryPlan = {
  figure: 'memory-with-limits',
  policy: {
    exchange: {
      rateLimits: {
        perAddress: { requests: 1_000_000_000, seconds: 60 },
        perSubject: { requests: 1_000_000_000, seconds: 60 },
      },
    },
  },
};

/** The figures of the exchange: what one costs, alone and among many, how fast the server is there, and what it costs to run. */
export const exchange: Bench = [
  ...COSTS.map((plan) => single(plan.figure, (options) => costFigure(plan, options))),
  single(AGAINST_BARE_FIGURE, (options) => againstBareFigure(1.5, options)),
  ...VERIFICATIONS.map((plan) =>
    single(verifyName(plan), (options) =>
      verifyFigure(plan, { bench: 'exchange', make: ours }, options),
    ),
  ),
  single(START_FIGURE, (options) => startFigure(5, options)),
  ...SCALES.map((plan) => single(scaleName(plan), (options) => scaleFigure(plan, options))),
  single(FLOOD_FIGURE, floodFigure),
  single(WORKERS_FIGURE, workersFigure),
  single(CORES_FIGURE, coresFigure),
  latencyFigures,
  ...OVERHEADS.map((plan) => single(plan.figure, (options) => overheadFigure(plan, options))),
  memoryFigures({ figure: 'memory', policy: {} }),
  { ...memoryFigures(LIMITED), onlyIfNamed: true },
  ...DISTURBANCES.map((plan) => single(plan.figure, () => lostFigure(plan))),
];
