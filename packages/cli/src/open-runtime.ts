import { type Log, type Metrics, systemClock } from '@drawbridge/core';
import {
  createRuntime,
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
 * Makes the runtime of a service of its configuration: the sections that are no part's own.
 *
 * @throws {DrawbridgeError} of kind `configuration`
 */
export async function openRuntime(
  { config, data, log }: RuntimeSettings,
  { env }: Terminal,
): Promise<OwnedRuntime> {
  const http = await openOutbound(config.outbound ?? {}, env);
  const served =
    config.metrics === undefined ? undefined : await serveMetrics(config.metrics.listen, log);
  if (served !== undefined) tellBuild(served.metrics);
  const runtime = createRuntime({
    data,
    log,
    env,
    http,
    openStore: () => openStore(config.store, { data, clock: systemClock, log, env }),
    ...(served !== undefined && { metrics: served.metrics }),
  });
  return {
    ...runtime,
    async close() {
      await runtime.close();
      await served?.close();
    },
  };
}

function tellBuild(metrics: Metrics): void {
  metrics.set('drawbridge_build_info', { version: VERSION, node: process.version }, 1);
}
