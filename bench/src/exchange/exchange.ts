import type { BenchOptions } from '../harness/bench.ts';
import type { Figure } from '../harness/figure.ts';
import { costFigure } from './cost-figure.ts';
import { floodFigure } from './flood-figure.ts';
import { scaleFigure, type ScalePlan } from './scale-figure.ts';
import { startFigure } from './start-figure.ts';

const SCALES: readonly ScalePlan[] = [
  { scaled: 'issuers', count: 100 },
  { scaled: 'issuers', count: 1000 },
  { scaled: 'rules', count: 100 },
  { scaled: 'rules', count: 10_000 },
  { scaled: 'rules', count: 10_000, refused: true },
];

/** The figures of the exchange: what one costs, alone and among many, and how fast the server is there. */
export async function* exchange(options: BenchOptions): AsyncGenerator<Figure> {
  yield costFigure({ figure: 'rs256', alg: 'RS256', speed: 'rsa2048', aim: 0.7 }, options);
  yield costFigure({ figure: 'es256', alg: 'ES256', speed: 'ecdsap256', aim: 0.4 }, options);
  yield startFigure(5, options);
  for (const plan of SCALES) yield scaleFigure(plan, options);
  yield floodFigure();
}
