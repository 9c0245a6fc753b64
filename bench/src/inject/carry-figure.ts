import type { BenchOptions } from '../harness/bench.ts';
import { cpuMicroseconds, readCpuTime } from '../harness/cpu-time.ts';
import { type Figure, toFigure } from '../harness/figure.ts';
import { interleave } from '../harness/interleave.ts';
import { leanLoad } from '../harness/lean-load.ts';
import { progress } from '../harness/progress.ts';
import { type Carrier, startCarrier } from './carriers.ts';
import type { RunningServer } from './nginx.ts';
import { startOrigin } from './origin.ts';

/** Two that carry the same requests to the same service. */
export interface CarryPlan {
  readonly figure: string;
  readonly reference: Exclude<Carrier, 'inject'>;
  readonly against: string;
  readonly aim: number;
}

/** Length of an access token of Keycloak. */
export const TOKEN = 'k'.repeat(1100);
const CONNECTIONS = 32;
/** Seconds of load, a round and side. */
const SECONDS = 1;
/** Requests before anything counts... */
const WARM_UP = 20_000;
/** ...and seconds that they may take at most. */
const WARM_UP_SECONDS = 6;

/**
 * Measures how many requests a carrier takes on in a second of one core, against another that does the same: what each costs in CPU time, since the
 * cores here are shared with the load and the service.
 *
 * @throws {Error} when an answer is not the service's
 */
export async function carryFigure(
  { figure, reference, against, aim }: CarryPlan,
  { rounds }: BenchOptions,
): Promise<Figure> {
  progress(`inject ${figure}: warming up`);
  const running: RunningServer[] = [];
  const add = async (server: Promise<RunningServer>) => {
    const started = await server;
    running.push(started);
    return started;
  };
  try {
    const origin = await add(startOrigin(TOKEN));
    const carried = { origin: origin.url, token: TOKEN };
    const ours = await add(startCarrier('inject', carried));
    const theirs = await add(startCarrier(reference, carried));
    for (const server of [ours, theirs]) await warmUp(server);
    const pairs = await interleave(
      rounds,
      { subject: () => rateOf(ours), reference: () => rateOf(theirs) },
      (round) => progress(`inject ${figure}: round ${round} of ${rounds}`),
    );
    return toFigure(
      {
        bench: 'inject',
        figure,
        unit: 'requests/s of a core',
        against,
        aim,
        better: 'higher',
        ratio: (pair) => pair.subject / pair.reference,
      },
      pairs,
    );
  } finally {
    for (const server of running.reverse()) await server.stop();
  }
}

async function warmUp(server: RunningServer): Promise<void> {
  const end = performance.now() + WARM_UP_SECONDS * 1000;
  for (let sent = 0; sent < WARM_UP && performance.now() < end; ) sent += await load(server);
}

async function rateOf(server: RunningServer): Promise<number> {
  const before = await readCpuTime(server.pid);
  const requests = await load(server);
  return (requests / cpuMicroseconds(before, await readCpuTime(server.pid))) * 1e6;
}

async function load({ url }: RunningServer): Promise<number> {
  const { requests } = await leanLoad({
    url: new URL('/items?page=1', url),
    method: 'GET',
    headers: { accept: 'application/json', 'user-agent': 'python-requests/2.32' },
    bodies: [Buffer.alloc(0)],
    connections: CONNECTIONS,
    seconds: SECONDS,
  });
  return requests;
}
