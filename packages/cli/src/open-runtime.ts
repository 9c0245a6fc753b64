import { type Log, type Metrics, silentMetrics, systemClock } from '@drawbridge/core';
import {
  createRuntime,
  openAudit,
  openOutbound,
  openStore,
  type OwnedRuntime,
  serveMetrics,
} from '@drawbridge/node';
import type { Config } from './parts.ts';
import type { Terminal } from './terminal.ts';
import { VERSION } from './version.ts';

/** What a service is run with. */
export interface RuntimeSettings {
  readonly config: Config;
  /** The data folder. */
  readonly data: string;
  readonly log: Log;
}

/**
 * Makes the runtime of a service of its configuration: the sections that are no part's own. What was opened is closed
 * again, the last first, when what comes after it cannot be.
 *
 * @throws {DrawbridgeError} of kind `configuration`
 */
export async function openRuntime(
  { config, data, log }: RuntimeSettings,
  { env }: Terminal,
): Promise<OwnedRuntime> {
  const closers: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    // First, since it can only find the configuration at fault, and leaves nothing behind.
    const http = await openOutbound(config.outbound ?? {}, env);
    closers.push(() => http.close());
    const metrics = await openMetrics(config, log, closers);
    const audit =
      config.audit === undefined
        ? undefined
        : await openAudit({ ...config.audit, clock: systemClock, log, metrics });
    if (audit !== undefined) closers.push(() => audit.close());
    const runtime = createRuntime({
      data,
      log,
      env,
      http,
      openStore: () => openStore(config.store, { data, clock: systemClock, log, env }),
      metrics,
      ...(audit !== undefined && { audit }),
    });
    closers.push(() => runtime.close());
    return { ...runtime, close };
  } catch (thrown) {
    await close();
    throw thrown;
  }
}

async function openMetrics(
  { metrics }: Config,
  log: Log,
  closers: (() => Promise<void>)[],
): Promise<Metrics> {
  if (metrics === undefined) return silentMetrics;
  const served = await serveMetrics(metrics.listen, log);
  closers.push(() => served.close());
  tellBuild(served.metrics);
  return served.metrics;
}

function tellBuild(metrics: Metrics): void {
  metrics.set('drawbridge_build_info', { version: VERSION, node: process.version }, 1);
}
