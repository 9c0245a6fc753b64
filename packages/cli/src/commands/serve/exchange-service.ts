import {
  type BuiltExchange,
  type ExchangeSection,
  prepareExchange,
} from '@drawbridge/exchange/node';
import {
  createHealth,
  createSwitch,
  type Health,
  listenAll,
  type ListenerSet,
  type Switch,
} from '@drawbridge/node';
import type { Config } from '../../context.ts';
import type { ServiceRuntime } from '../../open-runtime.ts';
import { exchangeSites } from './exchange-sites.ts';
import { sectionOf, stopTerms } from './section-of.ts';
import type { Teller } from './tell-itself.ts';

/** Its name, for metrics and settings. */
export const PART = 'exchange';

/** An exchange that listens. */
export interface ExchangeService {
  readonly current: Switch<BuiltExchange>;
  readonly listeners: ListenerSet;
  readonly health: Health;
  /** The configuration that it was started with: what a reload cannot change is as it is there. */
  readonly started: Config;
  /** The section that is in force. */
  section: ExchangeSection;
  close(): Promise<void>;
}

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
  const { log, metrics } = runtime;
  const section = sectionOf(config);
  const prepared = await prepareExchange(section, runtime);
  const current = createSwitch<BuiltExchange>((thrown) =>
    log.error('an exchange that was replaced could not be closed', {
      detail: (thrown as Error).message,
    }),
  );
  const health = createHealth({
    part: PART,
    checks: () => [...(current.current?.checks ?? []), ...runtime.checks()],
    starting: true,
    log,
    metrics,
  });
  runtime.showHealth(health);
  try {
    // Before the first key is made: who cannot serve leaves nothing behind.
    const listeners = await listenAll(exchangeSites(section, prepared, current, health), runtime);
    const service: ExchangeService = {
      current,
      listeners,
      health,
      started: config,
      section,
      async close() {
        const started = performance.now();
        health.close();
        const patience = stopTerms(service.section).patience * 1000;
        const { unreachable } = teller;
        const { cutOff } = await listeners.close({ patience, unreachable });
        await current.close();
        teller.stopped({ cutOff, ms: performance.now() - started });
      },
    };
    try {
      current.replace(await prepared.open());
      health.started();
    } catch (thrown) {
      await listeners.close({ patience: 0 });
      throw thrown;
    }
    return service;
  } catch (thrown) {
    health.close();
    throw thrown;
  }
}
