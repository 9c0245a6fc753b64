import type { Measurement } from '../harness/bench.ts';
import { cpuMicroseconds, readCpuTime } from '../harness/cpu-time.ts';
import { toFigure } from '../harness/figure.ts';
import { interleave, type Pair } from '../harness/interleave.ts';
import { type LeanLoad, leanLoad } from '../harness/lean-load.ts';
import { progress } from '../harness/progress.ts';
import { type Carrier, startCarrier } from './carriers.ts';
import type { RunningServer } from './nginx.ts';
import { startOrigin } from './origin.ts';

/** Two that carry the same requests to the same service. */
export interface CarryPlan {
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

/** What a round came to on one side. */
interface Rates {
  /** Requests answered in a second. */
  readonly requests: number;
  /** How many would have been in a second of one core: the cores here are shared with the load and the service. */
  readonly core: number;
}

/** How many requests a carrier takes on, against another that does the same. */
export function carryFigures({ reference, against, aim }: CarryPlan): Measurement {
  const figures = [`requests-${reference}`, `core-${reference}`] as const;
  return {
    figures,
    async measure({ rounds }) {
      const tell = (text: string) => progress(`inject ${figures[0]}: ${text}`);
      const pairs = await measured(reference, rounds, tell);
      const common = {
        bench: 'inject',
        against,
        better: 'higher' as const,
        ratio: (pair: Pair) => pair.subject / pair.reference,
      };
      const of = (name: keyof Rates) =>
        pairs.map(({ subject, reference: other }) => ({
          subject: subject[name],
          reference: other[name],
        }));
      return [
        toFigure({ ...common, figure: figures[0], unit: 'requests/s', aim }, of('requests')),
        toFigure({ ...common, figure: figures[1], unit: 'requests/s of a core' }, of('core')),
      ];
    },
  };
}

/** @throws {Error} when an answer is not the service's */
async function measured(
  reference: CarryPlan['reference'],
  rounds: number,
  tell: (text: string) => void,
): Promise<readonly Pair<Rates>[]> {
  tell('warming up');
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
    return await interleave(
      rounds,
      { subject: () => ratesOf(ours), reference: () => ratesOf(theirs) },
      (round) => tell(`round ${round} of ${rounds}`),
    );
  } finally {
    for (const server of running.reverse()) await server.stop();
  }
}

async function warmUp(server: RunningServer): Promise<void> {
  const end = performance.now() + WARM_UP_SECONDS * 1000;
  for (let sent = 0; sent < WARM_UP && performance.now() < end; )
    sent += (await load(server)).requests;
}

async function ratesOf(server: RunningServer): Promise<Rates> {
  const before = await readCpuTime(server.pid);
  const { requests, rate } = await load(server);
  const cpu = cpuMicroseconds(before, await readCpuTime(server.pid));
  return { requests: rate, core: (requests / cpu) * 1e6 };
}

function load({ url }: RunningServer): Promise<LeanLoad> {
  return leanLoad({
    url: new URL('/items?page=1', url),
    method: 'GET',
    headers: { accept: 'application/json', 'user-agent': 'python-requests/2.32' },
    bodies: [Buffer.alloc(0)],
    connections: CONNECTIONS,
    seconds: SECONDS,
  });
}
