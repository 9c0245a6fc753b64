import type { Metrics } from '@drawbridge/core';
import { type Health, NOT_STARTED, type Readiness } from '../service/health.ts';
import type { FamilyFigures } from './exposition.ts';
import { createMetricsSink } from './metrics-sink.ts';

/** Metrics of a process that another one asks for them. */
export interface KeptMetrics {
  readonly metrics: Metrics;
  figures(): Promise<readonly FamilyFigures[]>;
  readiness(): Promise<Readiness>;
  /** From now on readiness is told by it; until then, the process is starting. */
  showHealth(health: Pick<Health, 'readiness'>): void;
  close(): Promise<void>;
}

/** Keeps metrics without a listener. */
export function keepMetrics(): KeptMetrics {
  const { metrics, figures, service } = createMetricsSink();
  let shown: Pick<Health, 'readiness'> = { readiness: () => Promise.resolve(NOT_STARTED) };
  return {
    metrics,
    figures,
    readiness: () => shown.readiness(),
    showHealth(health) {
      shown = health;
    },
    close: () => service.close(),
  };
}
