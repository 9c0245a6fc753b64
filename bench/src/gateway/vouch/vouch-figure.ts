import type { BenchOptions } from '../../harness/bench.ts';
import type { Figure } from '../../harness/figure.ts';
import { progress } from '../../harness/progress.ts';
import { bareFigure, type BareFigure } from '../bare-figure.ts';
import { requireVouch } from './require-vouch.ts';
import { startVouch, type VouchPlan } from './running-vouch.ts';
import { VALIDATE_PATH, validateFields } from './vouch-site.ts';

/** What is measured of a gateway in the place of a Vouch Proxy. */
export interface VouchFigurePlan extends VouchPlan, BareFigure {}

/**
 * Measures what `/validate` costs the process of `serve gateway --vouch-config`, against an empty handler.
 *
 * @throws {Error} when it lets in whom it must not, or keeps out whom it must not
 */
export async function vouchFigure(plan: VouchFigurePlan, options: BenchOptions): Promise<Figure> {
  progress(`gateway ${plan.figure}: warming up`);
  const vouch = await startVouch(plan);
  try {
    await requireVouch(vouch, plan);
    const fields = vouch.cookies.map((cookie) => validateFields(cookie));
    return await bareFigure(plan, vouch, { path: VALIDATE_PATH, fields }, options);
  } finally {
    await vouch.stop();
  }
}
