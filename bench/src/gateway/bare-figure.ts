import { bareServer } from '../harness/bare-server.ts';
import type { BenchOptions } from '../harness/bench.ts';
import { type Figure, toFigure } from '../harness/figure.ts';
import { interleave } from '../harness/interleave.ts';
import { progress } from '../harness/progress.ts';
import type { RunningServer } from '../inject/nginx.ts';
import { createAsker, type Questions } from './asker.ts';

/** A figure against a handler that does nothing. */
export interface BareFigure {
  readonly figure: string;
  /** What the ratio should reach. Default: it is measured to be known. */
  readonly aim?: number;
}

/**
 * Measures the CPU time of a server's process for a question against that of an empty handler of node:http for the same request,
 * both up all the time.
 */
export async function bareFigure(
  { figure, aim }: BareFigure,
  server: RunningServer,
  questions: Questions,
  { rounds }: BenchOptions,
): Promise<Figure> {
  const bare = await bareServer();
  const bareProcess = await bare.start();
  try {
    const ours = createAsker(server, questions);
    const theirs = createAsker({ ...bareProcess, url: bare.url, stop: async () => {} }, questions);
    for (const asker of [ours, theirs]) await asker.warmUp();
    const pairs = await interleave(
      rounds,
      { subject: () => ours.measure(), reference: () => theirs.measure() },
      (round) => progress(`gateway ${figure}: round ${round} of ${rounds}`),
    );
    return toFigure(
      {
        bench: 'gateway',
        figure,
        unit: 'us CPU/request',
        against: 'an empty handler of node:http, the same requests',
        aim,
        better: 'higher',
        ratio: (pair) => pair.reference / pair.subject,
      },
      pairs,
    );
  } finally {
    await bareProcess.stop();
  }
}
