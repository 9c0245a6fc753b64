import type { BenchOptions } from '../harness/bench.ts';
import { bareServer } from '../harness/bare-server.ts';
import { type Figure, toFigure } from '../harness/figure.ts';
import { interleave } from '../harness/interleave.ts';
import { median } from '../harness/interval.ts';
import { progress } from '../harness/progress.ts';
import { freePort, type ServerProcess } from '../harness/server-process.ts';
import { setUpBridge } from './bridge.ts';

export const START_FIGURE = 'start-to-ready';

/** How often each side is started a round; the round's measurement is their median. */
const STARTS = 3;

/**
 * Measures the time from starting `drawbridge serve exchange` on a key ring that
 * is there until it answers, against a bare HTTP server on the same Node.
 */
export async function startFigure(aim: number, { rounds }: BenchOptions): Promise<Figure> {
  // Nobody listens there: a start must not wait for the upstream issuer, which may be down.
  const bridge = await setUpBridge(`http://127.0.0.1:${await freePort()}`, 'ES256');
  try {
    const bare = await bareServer();
    const sides = {
      subject: () => startTime(() => bridge.start()),
      reference: () => startTime(() => bare.start()),
    };
    const pairs = await interleave(rounds, sides, (round) =>
      progress(`exchange ${START_FIGURE}: round ${round} of ${rounds}`),
    );
    return toFigure(
      {
        bench: 'exchange',
        figure: START_FIGURE,
        unit: 'ms',
        against: 'node -e with a bare HTTP server',
        aim,
        better: 'lower',
        ratio: (pair) => pair.subject / pair.reference,
      },
      pairs,
    );
  } finally {
    bridge.remove();
  }
}

async function startTime(start: () => Promise<ServerProcess>): Promise<number> {
  const times: number[] = [];
  for (let count = 0; count < STARTS; count++) {
    const server = await start();
    times.push(server.startTime);
    await server.stop();
  }
  return median(times);
}
