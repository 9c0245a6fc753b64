import { type Bench, single } from '../harness/bench.ts';
import { costFigure, type CostPlan } from './cost-figure.ts';
import { latencyFigures } from './latency-figures.ts';
import { nginxFigure } from './nginx-figure.ts';
import { scaleFigure, scaleName } from './scale-figure.ts';
import { vouchFigure, type VouchFigurePlan } from './vouch/vouch-figure.ts';

/** As many as have a page open at the same time; all of them are remembered. */
const SEEN = 64;
/** More than are remembered of anything, so that each is opened, read and signed for anew. */
const UNSEEN = 12_000;

const COSTS: readonly CostPlan[] = [
  { figure: 'seen', driver: 'lmdb', keep: 'store', people: SEEN, aim: 0.7 },
  { figure: 'seen-redis', driver: 'redis', keep: 'store', people: SEEN },
  { figure: 'seen-cookie', driver: 'lmdb', keep: 'cookie', people: SEEN },
  { figure: 'seen-cookie-parts', driver: 'lmdb', keep: 'cookie', people: SEEN, groups: 300 },
  { figure: 'unseen', driver: 'lmdb', keep: 'store', people: UNSEEN },
  { figure: 'unseen-redis', driver: 'redis', keep: 'store', people: UNSEEN },
  { figure: 'unseen-cookie', driver: 'lmdb', keep: 'cookie', people: UNSEEN },
];

const VOUCH: readonly VouchFigurePlan[] = [
  { figure: 'vouch-seen', people: SEEN, aim: 0.7 },
  { figure: 'vouch-redis', people: SEEN, redis: true },
  { figure: 'vouch-parts', people: SEEN, tokens: true },
  { figure: 'vouch-unseen', people: UNSEEN },
];

/** The figures of the gateway: what a decision costs, whoever asks and however many there are, also in the place of a Vouch Proxy. */
export const gateway: Bench = [
  ...COSTS.map((plan) => single(plan.figure, (options) => costFigure(plan, options))),
  ...VOUCH.map((plan) => single(plan.figure, (options) => vouchFigure(plan, options))),
  latencyFigures,
  ...(['lmdb', 'redis'] as const).map((driver) =>
    single(scaleName(driver), (options) => scaleFigure(driver, options)),
  ),
  single('nginx', (options) => nginxFigure('nginx', options)),
];
