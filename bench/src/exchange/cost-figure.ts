import type { BenchOptions } from '../harness/bench.ts';
import { type Figure, toFigure } from '../harness/figure.ts';
import { interleave } from '../harness/interleave.ts';
import { opensslSpeed, type SpeedName } from '../harness/openssl-speed.ts';
import { progress } from '../harness/progress.ts';
import { ACCEPTED_AUDIENCE, setUpBridge, type SigningAlgorithm } from './bridge.ts';
import { exchangeMeter } from './exchange-meter.ts';
import { startUpstream } from '../upstream/upstream.ts';

/** A figure of what an exchange costs. */
export interface CostPlan {
  readonly figure: string;
  /** The algorithm of the token that comes in and of the one that goes out. */
  readonly alg: SigningAlgorithm;
  readonly speed: SpeedName;
  readonly aim: number;
}

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
    const bridge = await setUpBridge(upstream.issuers[0] as string, alg);
    try {
      const server = await bridge.start();
      try {
        const meter = await exchangeMeter(server, {
          url: bridge.tokenUrl,
          tokens: upstream.tokens,
          outcome: { alg },
        });
        progress(`exchange ${figure}: warming up`);
        await meter.warmUp();
        const sides = { subject: () => meter.measure(), reference: () => limit(speed) };
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

async function limit(speed: SpeedName): Promise<number> {
  const { sign, verify } = await opensslSpeed(speed);
  return sign + verify;
}
