import type { BenchOptions } from '../harness/bench.ts';
import { type Figure, toFigure } from '../harness/figure.ts';
import { interleave } from '../harness/interleave.ts';
import { median } from '../harness/interval.ts';
import { leanLoad } from '../harness/lean-load.ts';
import { progress } from '../harness/progress.ts';
import { requireOutcome, TOKEN_REQUESTS } from './exchange-meter.ts';
import { withExchange } from './with-exchange.ts';

export const WORKERS_FIGURE = 'workers-es256';

const ALG = 'ES256';
const TOKENS = 500;
/** Seconds of load, a round and side. */
const SECONDS = 1.5;
/** Seconds of load before anything counts. Two workers share it. */
const WARM_UP = 6;
const AIM = 1.7;

/**
 * Measures how many exchanges a second two workers make against one, both up all the time and loaded in turn. The load shares the
 * cores with them, and what it takes of them is told with the figure: on two cores it is the first that keeps two workers from twice one.
 */
export async function workersFigure({ rounds }: BenchOptions): Promise<Figure> {
  progress(`exchange ${WORKERS_FIGURE}: warming up`);
  const ownCpu: number[] = [];
  const pairs = await withLoad(1, ownCpu, (reference) =>
    withLoad(2, ownCpu, (subject) =>
      interleave(rounds, { subject, reference }, (round) =>
        progress(`exchange ${WORKERS_FIGURE}: round ${round} of ${rounds}`),
      ),
    ),
  );
  return toFigure(
    {
      bench: 'exchange',
      figure: WORKERS_FIGURE,
      unit: 'requests/s',
      against: `1 worker; the load took ${Math.round(median(ownCpu))} us CPU/request beside both`,
      aim: AIM,
      better: 'higher',
      ratio: (pair) => pair.subject / pair.reference,
    },
    pairs,
  );
}

/** Has so many workers at hand, warm. */
function withLoad<T>(
  workers: number,
  ownCpu: number[],
  use: (measure: () => Promise<number>) => Promise<T>,
): Promise<T> {
  const args = ['--workers', String(workers)];
  return withExchange({ alg: ALG, tokens: TOKENS, args }, async ({ bridge, upstream }) => {
    const target = { ...TOKEN_REQUESTS, url: bridge.tokenUrl, bodies: upstream.tokens };
    await requireOutcome(bridge.tokenUrl, upstream.tokens[0] as Buffer, { alg: ALG });
    await leanLoad({ ...target, seconds: WARM_UP });
    return await use(async () => {
      const measured = await leanLoad({ ...target, seconds: SECONDS });
      ownCpu.push(measured.ownCpu);
      return measured.rate;
    });
  });
}
