import type { Log, Metrics } from '@drawbridge/core';
import { listen } from '../listener/listen.ts';
import { parseListenAddress } from '../listener/listen-address.ts';
import { type Health, NOT_STARTED } from '../service/health.ts';
import { withHealth } from '../service/with-health.ts';
import { createMetricsSink, type GatherFigures } from './metrics-sink.ts';

/** Metrics that scrapers can read. */
export interface ServedMetrics {
  readonly metrics: Metrics;
  /** Where they are: `http://127.0.0.1:9090/metrics`. */
  readonly url: string;
  /** From now on probes on this listener are answered by it; until then, the process is starting. */
  showHealth(health: Pick<Health, 'readiness'>): void;
  close(): Promise<void>;
}

/** Milliseconds that a scrape under way may take when the process ends. */
const PATIENCE = 1000;

/**
 * Keeps metrics and serves them on a listener of their own, which answers probes too: it is there first and goes last,
 * and is one that only those within reach.
 *
 * @param address - `HOST:PORT`
 * @param gather - as {@link createMetricsSink} takes it
 * @throws {DrawbridgeError} `address_unavailable`
 */
export async function serveMetrics(
  address: string,
  log: Log,
  gather?: GatherFigures,
): Promise<ServedMetrics> {
  const { metrics, service: figures } = createMetricsSink(gather);
  let shown: Pick<Health, 'readiness'> = { readiness: () => Promise.resolve(NOT_STARTED) };
  const service = withHealth(figures, { readiness: () => shown.readiness() });
  try {
    const listener = await listen(service, parseListenAddress(address), log, {
      setting: 'metrics.listen',
    });
    const url = `${listener.url}/metrics`;
    log.info('metrics ready', { listening: url });
    return {
      metrics,
      url,
      showHealth(health) {
        shown = health;
      },
      async close() {
        await listener.close({ patience: PATIENCE });
        await service.close();
      },
    };
  } catch (thrown) {
    await service.close();
    throw thrown;
  }
}
