import type { BenchOptions } from '../harness/bench.ts';
import { cpuMicroseconds, readCpuTime } from '../harness/cpu-time.ts';
import { type Figure, toFigure } from '../harness/figure.ts';
import { interleave } from '../harness/interleave.ts';
import { leanLoad } from '../harness/lean-load.ts';
import { progress } from '../harness/progress.ts';
import { requireOutcome, TOKEN_REQUESTS } from './exchange-meter.ts';
import { withExchange } from './with-exchange.ts';

export const CORES_FIGURE = 'cores-rs256';

const ALG = 'RS256';
const TOKENS = 500;
/** Seconds of load, a round. */
const SECONDS = 1.5;
/** Seconds of load before anything counts. */
const WARM_UP = 5;
/** Of two cores; the load takes some of them. */
const AIM = 1.6;

/**
 * Measures how many cores one process keeps busy under load: its CPU time over the time that passed. RSA signatures are made in the thread
 * pool, so it should be more than one. What else runs on the machine takes from it: it holds on a quiet machine of two cores alone.
 */
export async function coresFigure({ rounds }: BenchOptions): Promise<Figure> {
  progress(`exchange ${CORES_FIGURE}: warming up`);
  const measured = await withExchange(
    { alg: ALG, tokens: TOKENS },
    async ({ bridge, upstream, server }) => {
      const target = { ...TOKEN_REQUESTS, url: bridge.tokenUrl, bodies: upstream.tokens };
      await requireOutcome(bridge.tokenUrl, upstream.tokens[0] as Buffer, { alg: ALG });
      await leanLoad({ ...target, seconds: WARM_UP });
      const subject = async () => {
        const before = await readCpuTime(server.pid);
        const begin = performance.now();
        await leanLoad({ ...target, seconds: SECONDS });
        const passed = (performance.now() - begin) * 1000;
        return cpuMicroseconds(before, await readCpuTime(server.pid)) / passed;
      };
      // One core, all the time.
      const reference = () => Promise.resolve(1);
      return interleave(rounds, { subject, reference }, (round) =>
        progress(`exchange ${CORES_FIGURE}: round ${round} of ${rounds}`),
      );
    },
  );
  return toFigure(
    {
      bench: 'exchange',
      figure: CORES_FIGURE,
      unit: 'cores',
      against: '1 core',
      aim: AIM,
      better: 'higher',
      ratio: (pair) => pair.subject / pair.reference,
    },
    measured,
  );
}
