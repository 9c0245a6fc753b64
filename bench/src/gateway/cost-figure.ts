import type { BenchOptions } from '../harness/bench.ts';
import type { Figure } from '../harness/figure.ts';
import { progress } from '../harness/progress.ts';
import { questionsOf, requireGateway } from './asker.ts';
import { bareFigure, type BareFigure } from './bare-figure.ts';
import { type GatewayPlan, startGateway } from './running-gateway.ts';

/** What of a gateway is measured against a handler that does nothing. */
export interface CostPlan extends GatewayPlan, BareFigure {}

/**
 * Measures what a question costs the process of `serve gateway`, against an empty handler.
 *
 * @throws {Error} when the gateway lets in whom it must not, or keeps out whom it must not
 */
export async function costFigure(plan: CostPlan, options: BenchOptions): Promise<Figure> {
  progress(`gateway ${plan.figure}: warming up`);
  const gateway = await startGateway(plan);
  try {
    await requireGateway(gateway, gateway.cookies);
    return await bareFigure(plan, gateway, questionsOf(gateway.cookies), options);
  } finally {
    await gateway.stop();
  }
}
