import { bareServer } from '../harness/bare-server.ts';
import type { BenchOptions, Measurement } from '../harness/bench.ts';
import { type Figure, toFigure } from '../harness/figure.ts';
import { interleave, type Pair } from '../harness/interleave.ts';
import { median } from '../harness/interval.ts';
import { leanLoad } from '../harness/lean-load.ts';
import { percentile } from '../harness/percentile.ts';
import { progress } from '../harness/progress.ts';
import { QUESTION_PATH, requireGateway } from './asker.ts';
import { startGateway } from './running-gateway.ts';
import { questionFields } from './site.ts';

/** As many requests are asked about at the same time: each connection has its next one ready as soon as it is answered. */
const CONNECTIONS = 200;
const PEOPLE = 200;
/** Seconds of load, a round and side. */
const SECONDS = 2;
/** Milliseconds that the slowest of a hundred may wait. */
const LIMIT = 10;

const AGAINST_BARE = 'latency-p99-bare';
const AGAINST_LIMIT = 'latency-p99';

/**
 * How long the slowest of a hundred waits where 200 ask all the time: against 10 ms, and against an empty handler of node:http with
 * the same requests, by which it is told what of that is the machine.
 */
export const latencyFigures: Measurement = {
  figures: [AGAINST_LIMIT, AGAINST_BARE],
  measure: latencies,
};

async function latencies({ rounds }: BenchOptions): Promise<readonly Figure[]> {
  progress(`gateway ${AGAINST_LIMIT}: warming up`);
  const gateway = await startGateway({ driver: 'lmdb', keep: 'store', people: PEOPLE });
  const bare = await bareServer();
  const bareProcess = await bare.start();
  try {
    await requireGateway(gateway, gateway.cookies);
    const headers = gateway.cookies.map((cookie, page) => questionFields(cookie, page));
    const at = (url: URL) => async () => {
      const { waits } = await leanLoad({
        url: new URL(QUESTION_PATH, url),
        method: 'GET',
        headers,
        connections: CONNECTIONS,
        seconds: SECONDS,
      });
      return percentile(waits, 0.99);
    };
    const pairs = await interleave(
      rounds,
      { subject: at(gateway.url), reference: at(bare.url) },
      (round) => progress(`gateway ${AGAINST_LIMIT}: round ${round} of ${rounds}`),
    );
    const bareTail = median(pairs.map(({ reference }) => reference)).toPrecision(3);
    const common = { bench: 'gateway', unit: 'ms', better: 'lower' as const };
    return [
      toFigure(
        {
          ...common,
          figure: AGAINST_LIMIT,
          against: `${LIMIT} ms, at ${CONNECTIONS} connections`,
          aim: 1,
          ratio: ({ subject }: Pair) => subject / LIMIT,
        },
        pairs,
      ),
      toFigure(
        {
          ...common,
          figure: AGAINST_BARE,
          against: `an empty handler of node:http with the same load, whose 99th percentile was ${bareTail} ms`,
          ratio: ({ subject, reference }: Pair) => subject / reference,
        },
        pairs,
      ),
    ];
  } finally {
    await gateway.stop();
    await bareProcess.stop();
  }
}
