import { decodeToken, member } from '@drawbridge/core';
import type { BenchOptions } from '../harness/bench.ts';
import { cpuMicroseconds, readCpuTime } from '../harness/cpu-time.ts';
import { type Figure, toFigure } from '../harness/figure.ts';
import { interleave } from '../harness/interleave.ts';
import { load, type LoadOptions } from '../harness/load.ts';
import { opensslSpeed, type SpeedName } from '../harness/openssl-speed.ts';
import { progress } from '../harness/progress.ts';
import type { ServerProcess } from '../harness/server-process.ts';
import { ACCEPTED_AUDIENCE, setUpBridge } from './bridge.ts';
import { startUpstream } from './upstream.ts';

/** A figure of what an exchange costs. */
export interface CostPlan {
  readonly figure: string;
  /** The algorithm of the token that comes in and of the one that goes out. */
  readonly alg: 'RS256' | 'ES256';
  readonly speed: SpeedName;
  readonly aim: number;
}

const CONNECTIONS = 32;
/** Seconds of load a round. */
const SECONDS = 1.5;
/** Seconds of load before anything counts: the server's code is compiled over its first 5,000 requests. */
const WARM_UP = 5;
/** Enough distinct tokens that a cache of tokens seen before would show as a wrong figure. */
const TOKENS = 500;

/**
 * Measures the server's CPU time for one exchange against what OpenSSL alone
 * needs for its one verification and one signature. A ratio of 1 would be a
 * server whose HTTP, JSON and rules cost nothing.
 */
export async function costFigure(plan: CostPlan, { rounds }: BenchOptions): Promise<Figure> {
  const { figure, alg, speed, aim } = plan;
  const upstream = await startUpstream({ alg, audience: ACCEPTED_AUDIENCE, tokens: TOKENS });
  try {
    const bridge = await setUpBridge(upstream.issuer, alg);
    try {
      const server = await bridge.start();
      try {
        const options: LoadOptions = {
          url: bridge.tokenUrl,
          method: 'POST',
          headers: { 'content-type': 'application/jwt' },
          bodies: upstream.tokens,
          connections: CONNECTIONS,
          seconds: SECONDS,
        };
        await requireExchange(options, alg);
        progress(`exchange ${figure}: warming up`);
        await load({ ...options, seconds: WARM_UP });
        const sides = {
          subject: () => cpuPerRequest(server, options),
          reference: () => limit(speed),
        };
        const pairs = await interleave(rounds, sides, (round) =>
          progress(`exchange ${figure}: round ${round} of ${rounds}`),
        );
        return toFigure(
          {
            bench: 'exchange',
            figure,
            unit: 'us CPU/request',
            against: `openssl speed ${speed}, one verify and one sign`,
            aim,
            better: 'higher',
            ratio: (pair) => pair.reference / pair.subject,
          },
          pairs,
        );
      } finally {
        await server.stop();
      }
    } finally {
      bridge.remove();
    }
  } finally {
    await upstream.close();
  }
}

async function cpuPerRequest({ pid }: ServerProcess, options: LoadOptions): Promise<number> {
  const before = await readCpuTime(pid);
  const requests = await load(options);
  return cpuMicroseconds(before, await readCpuTime(pid)) / requests;
}

async function limit(speed: SpeedName): Promise<number> {
  const { sign, verify } = await opensslSpeed(speed);
  return sign + verify;
}

/** Makes sure that what is going to be measured is an exchange into the algorithm that is meant. */
async function requireExchange({ url, method, headers, bodies }: LoadOptions, alg: string) {
  const reply = await fetch(url, { method, headers, body: String(bodies[0]) });
  const text = await reply.text();
  if (reply.status !== 200) throw new Error(`the exchange answered ${reply.status}: ${text}`);
  const { header } = decodeToken(text.trim());
  if (member(header, 'alg') !== alg) throw new Error(`the exchange did not sign with ${alg}`);
}
