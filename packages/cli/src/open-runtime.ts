import { type Log, type Metrics, silentMetrics, systemClock } from '@drawbridge/core';
import {
  createRuntime,
  type Health,
  keepMetrics,
  type KeptMetrics,
  openAudit,
  openOutbound,
  openStore,
  type OwnedRuntime,
  type ServedMetrics,
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
  /** Where another process asks for figures and readiness, in the place of a listener: told what to ask. */
  readonly askedBy?: ((kept: Pick<KeptMetrics, 'figures' | 'readiness'>) => void) | undefined;
}

/** A runtime with a listener of its own, where figures are served. */
export interface ServiceRuntime extends OwnedRuntime {
  /** Has probes of that listener answered. */
  showHealth(health: Pick<Health, 'readiness'>): void;
}

/**
 * Makes the runtime of a service of its configuration: the sections that are no part's own. What was opened is closed
 * again, the last first, when what comes after it cannot be.
 *
 * @throws {DrawbridgeError} of kind `configuration`
 */
export async function openRuntime(
  { config, data, log, askedBy }: RuntimeSettings,
  { env }: Terminal,
): Promise<ServiceRuntime> {
  const closers: (() => Promise<void>)[] = [];
  const close = async () => {
    const faults: unknown[] = [];
    // One that fails leaves none of the others open.
    for (const closer of closers.splice(0).reverse()) {
      await closer().catch((fault: unknown) => faults.push(fault));
    }
    if (faults.length > 0) throw faults[0];
  };
  try {
    // First, since it can only find the configuration at fault, and leaves nothing behind.
    const http = await openOutbound(config.outbound ?? {}, env);
    closers.push(() => http.close());
    const served = await openMetrics({ config, log, askedBy }, closers);
    const metrics = served?.metrics ?? silentMetrics;
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
    return { ...runtime, showHealth: (health) => served?.showHealth(health), close };
  } catch (thrown) {
    await close().catch(() => undefined);
    throw thrown;
  }
}

async function openMetrics(
  { config, log, askedBy }: Omit<RuntimeSettings, 'data'>,
  closers: (() => Promise<void>)[],
): Promise<Omit<ServedMetrics, 'url'> | undefined> {
  if (config.metrics === undefined) return undefined;
  const opened =
    askedBy === undefined ? await serveMetrics(config.metrics.listen, log) : keepMetrics();
  if ('figures' in opened) askedBy?.(opened);
  const { metrics } = opened;
  closers.push(() => opened.close());
  tellBuild(metrics);
  return opened;
}

function tellBuild(metrics: Metrics): void {
  metrics.set('drawbridge_build_info', { version: VERSION, node: process.version }, 1);
}
