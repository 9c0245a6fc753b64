import { arrivals } from '../harness/arrivals.ts';
import { bareServer } from '../harness/bare-server.ts';
import type { BenchOptions, Measurement } from '../harness/bench.ts';
import { type Figure, toFigure } from '../harness/figure.ts';
import { interleave } from '../harness/interleave.ts';
import { load } from '../harness/load.ts';
import { openLoad } from '../harness/open-load.ts';
import { percentile } from '../harness/percentile.ts';
import { progress } from '../harness/progress.ts';
import { exchangeMeter, TOKEN_REQUESTS } from './exchange-meter.ts';
import { withExchange } from './with-exchange.ts';

const ALG = 'ES256';
const TOKENS = 500;
/** Seconds for which the saturated server is measured. */
const SATURATION = 3;
/** Seconds of open-loop load, a round and side. */
const SECONDS = 2;
/** About as long as a minted token. */
const ANSWER_BYTES = 700;

/** Milliseconds from when a request was due until its answer was there. */
interface Latency {
  readonly p50: number;
  readonly p99: number;
}

const MEDIAN = 'latency-p50';
const TAIL = 'latency-p99';

/** Aims are explained in docs/decisions/0010. */
const AIMS = { [MEDIAN]: 5, [TAIL]: 5 };

/** How long callers wait at half of the load that the exchange can take. */
export const latencyFigures: Measurement = {
  figures: [MEDIAN, TAIL],
  measure: latencies,
};

/**
 * Measures what the middle one and the slowest of a hundred callers wait, at half load. The median is set against that of a
 * bare server which gets the same requests at the same times; the tail against the exchange's own median, since what lies between is
 * queueing and whatever holds a server up.
 */
async function latencies({ rounds }: BenchOptions): Promise<readonly Figure[]> {
  return await withExchange({ alg: ALG, tokens: TOKENS }, async ({ upstream, bridge, server }) => {
    const { tokens } = upstream;
    const meter = await exchangeMeter(server, {
      url: bridge.tokenUrl,
      tokens,
      outcome: { alg: ALG },
    });
    progress(`exchange ${MEDIAN}: warming up`);
    await meter.warmUp();
    const target = { ...TOKEN_REQUESTS, bodies: tokens };
    const most = await load({ ...target, url: bridge.tokenUrl, seconds: SATURATION });
    const rate = most / SATURATION / 2;

    const bare = await bareServer(ANSWER_BYTES);
    const bareProcess = await bare.start();
    try {
      await load({ ...target, url: bare.url, seconds: SATURATION });
      let seed = 0;
      const at = async (url: URL): Promise<Latency> => {
        // Both sides of a round get the same times.
        const times = arrivals(rate, SECONDS, seed++ >> 1);
        const waited = await openLoad({ ...target, url, times });
        return { p50: percentile(waited, 0.5), p99: percentile(waited, 0.99) };
      };
      const sides = { subject: () => at(bridge.tokenUrl), reference: () => at(bare.url) };
      const pairs = await interleave(rounds, sides, (round) =>
        progress(`exchange ${MEDIAN}: round ${round} of ${rounds}`),
      );
      const load50 = `${Math.round(rate)} requests/s, half of what it can take`;
      const common = {
        bench: 'exchange',
        unit: 'ms',
        better: 'lower' as const,
        ratio: (pair: { subject: number; reference: number }) => pair.subject / pair.reference,
      };
      return [
        toFigure(
          {
            ...common,
            figure: MEDIAN,
            aim: AIMS[MEDIAN],
            against: `a bare server, both at ${load50}`,
          },
          pairs.map(({ subject, reference }) => ({
            subject: subject.p50,
            reference: reference.p50,
          })),
        ),
        toFigure(
          { ...common, figure: TAIL, aim: AIMS[TAIL], against: `its own median, at ${load50}` },
          pairs.map(({ subject }) => ({ subject: subject.p99, reference: subject.p50 })),
        ),
      ];
    } finally {
      await bareProcess.stop();
    }
  });
}
