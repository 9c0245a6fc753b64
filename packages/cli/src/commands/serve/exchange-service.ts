import {
  type BuiltExchange,
  type ExchangeSection,
  prepareExchange,
} from '@drawbridge/exchange/node';
import type { Config } from '../../context.ts';
import type { ServiceRuntime } from '../../open-runtime.ts';
import { exchangeSites } from './exchange-sites.ts';
import { type PartService, startPart } from './part-service.ts';
import { sectionOf } from './section-of.ts';
import type { Teller } from './tell-itself.ts';

/** Its name, for metrics and settings. */
export const PART = 'exchange';

/** An exchange that listens. */
export type ExchangeService = PartService<BuiltExchange, ExchangeSection>;

/**
 * Starts an exchange: it listens when this resolves, and is open.
 *
 * @throws {DrawbridgeError} of kind `configuration`
 */
export async function startService(
  config: Config,
  runtime: ServiceRuntime,
  teller: Teller,
): Promise<ExchangeService> {
  const section = sectionOf(config);
  const prepared = await prepareExchange(section, runtime);
  return startPart({
    part: PART,
    config,
    section,
    runtime,
    teller,
    sites: (current, health) => exchangeSites(section, prepared, current, health),
    checks: ({ checks }) => checks,
    open: () => prepared.open(),
  });
}
