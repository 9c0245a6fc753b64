import { arrivals } from '../harness/arrivals.ts';
import type { BenchOptions, Measurement } from '../harness/bench.ts';
import { type Figure, toFigure } from '../harness/figure.ts';
import { interleave, type Pair } from '../harness/interleave.ts';
import { openLoad } from '../harness/open-load.ts';
import { percentile } from '../harness/percentile.ts';
import { progress } from '../harness/progress.ts';
import { startCarrier } from './carriers.ts';
import { TOKEN } from './carry-figure.ts';
import { startOrigin } from './origin.ts';

/** Requests a second: more than a script sends, less than makes anybody wait in line. */
const RATE = 300;
/** Seconds of open-loop load, a round and side. */
const SECONDS = 2;
const CONNECTIONS = 32;

const PARTS = { 'latency-p50': 0.5, 'latency-p99': 0.99 } as const;

/** How much longer a caller waits by way of the proxy than without it, with the same requests at the same times. */
export const latencyFigures: Measurement = {
  figures: Object.keys(PARTS),
  measure: latencies,
};

async function latencies({ rounds }: BenchOptions): Promise<readonly Figure[]> {
  const origin = await startOrigin(TOKEN);
  const ours = await startCarrier('inject', { origin: origin.url, token: TOKEN });
  try {
    let seed = 0;
    const at = (url: URL) => async (): Promise<readonly number[]> => {
      // Both sides of a round get the same times.
      const times = arrivals(RATE, SECONDS, seed++ >> 1);
      const headers = { authorization: `Bearer ${TOKEN}` };
      const bodies = [Buffer.alloc(0)];
      return openLoad({ url, method: 'GET', headers, bodies, connections: CONNECTIONS, times });
    };
    const pairs = await interleave(
      rounds,
      { subject: at(ours.url), reference: at(origin.url) },
      (round) => progress(`inject ${Object.keys(PARTS)[0]}: round ${round} of ${rounds}`),
    );
    return Object.entries(PARTS).map(([figure, part]) =>
      toFigure(
        {
          bench: 'inject',
          figure,
          unit: 'ms added',
          against: `the same ${RATE} requests/s straight to the service`,
          better: 'lower',
          ratio: ({ subject, reference }: Pair) => (subject + reference) / reference,
        },
        pairs.map(({ subject, reference }) => {
          const direct = percentile(reference, part);
          return { subject: percentile(subject, part) - direct, reference: direct };
        }),
      ),
    );
  } finally {
    await ours.stop();
    await origin.stop();
  }
}
