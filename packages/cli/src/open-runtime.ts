import { type Log, type Metrics, silentMetrics, systemClock } from '@drawbridge/core';
import {
  createRuntime,
  openAudit,
  openOutbound,
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
  const metrics = served?.metrics ?? silentMetrics;
  try {
    const audit =
      config.audit === undefined
        ? undefined
        : await openAudit({ ...config.audit, clock: systemClock, log, metrics });
    const runtime = createRuntime({
      data,
      log,
      env,
      http,
      metrics,
      ...(audit !== undefined && { audit }),
    });
    return {
      ...runtime,
      async close() {
        await runtime.close();
        await audit?.close();
        await served?.close();
      },
    };
  } catch (thrown) {
    await served?.close();
    throw thrown;
  }
}

function tellBuild(metrics: Metrics): void {
  metrics.set('drawbridge_build_info', { version: VERSION, node: process.version }, 1);
}
