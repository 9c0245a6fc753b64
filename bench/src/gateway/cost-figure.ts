import { bareServer } from '../harness/bare-server.ts';
import type { BenchOptions } from '../harness/bench.ts';
import { type Figure, toFigure } from '../harness/figure.ts';
import { interleave } from '../harness/interleave.ts';
import { progress } from '../harness/progress.ts';
import { createAsker, requireGateway } from './asker.ts';
import { type GatewayPlan, startGateway } from './running-gateway.ts';

/** What of a gateway is measured against a handler that does nothing. */
export interface CostPlan extends GatewayPlan {
  readonly figure: string;
  /** What the ratio should reach. Default: it is measured to be known. */
  readonly aim?: number;
}

/**
 * Measures the CPU time of the gateway's process for a question against that of an empty handler of node:http for the same
 * request, both up all the time.
 *
 * @throws {Error} when the gateway lets in whom it must not, or keeps out whom it must not
 */
export async function costFigure(plan: CostPlan, { rounds }: BenchOptions): Promise<Figure> {
  const { figure, aim } = plan;
  progress(`gateway ${figure}: warming up`);
  const gateway = await startGateway(plan);
  const bare = await bareServer();
  const bareProcess = await bare.start();
  try {
    const { cookies } = gateway;
    await requireGateway(gateway, cookies);
    const ours = createAsker(gateway, cookies);
    const theirs = createAsker({ ...bareProcess, url: bare.url, stop: async () => {} }, cookies);
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
    await gateway.stop();
    await bareProcess.stop();
  }
}
