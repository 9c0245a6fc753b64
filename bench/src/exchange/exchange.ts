import type { BenchOptions } from '../harness/bench.ts';
import type { Figure } from '../harness/figure.ts';
import { costFigure } from './cost-figure.ts';
import { floodFigure } from './flood-figure.ts';
import { scaleFigure } from './scale-figure.ts';
import { startFigure } from './start-figure.ts';

/** The figures of the exchange: what one costs, alone and among many, and how fast the server is there. */
export async function* exchange(options: BenchOptions): AsyncGenerator<Figure> {
  yield costFigure({ figure: 'rs256', alg: 'RS256', speed: 'rsa2048', aim: 0.7 }, options);
  yield costFigure({ figure: 'es256', alg: 'ES256', speed: 'ecdsap256', aim: 0.4 }, options);
  yield startFigure(5, options);
  yield scaleFigure('issuers', 100, options);
  yield scaleFigure('issuers', 1000, options);
  yield scaleFigure('rules', 100, options);
  yield scaleFigure('rules', 10_000, options);
  yield floodFigure(options);
}
