import { type Clock, DrawbridgeError, type Log, type Metrics } from '@drawbridge/core';

/** Counts and tells what becomes of records. */
export interface Failures {
  /** Records could not be kept. */
  failed(thrown: unknown, records: number): DrawbridgeError;
  /** Records were kept. */
  worked(records: number): void;
  /** Whether the last write failed. */
  lasting(): boolean;
}

interface Told {
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
}

/** Milliseconds between two lines about one failure. */
const TELL_INTERVAL = 60_000;

/** Tells of a failure when it begins, once a minute while it lasts, and when it is over. */
export function createFailures(path: string, { clock, log, metrics }: Told): Failures {
  let lost = 0;
  let lasts = false;
  let toldAt = Number.NEGATIVE_INFINITY;

  function count(outcome: 'kept' | 'lost', records: number): void {
    for (let n = 0; n < records; n++) metrics.count('drawbridge_audit_records_total', { outcome });
  }

  return {
    failed(thrown, records) {
      lost += records;
      count('lost', records);
      metrics.count('drawbridge_audit_failures_total', {});
      const detail = `${path}: ${thrown instanceof Error ? thrown.message : 'unknown fault'}`;
      if (!lasts || clock.monotonic() - toldAt >= TELL_INTERVAL) {
        log.error('audit records not kept', { detail, lost });
        toldAt = clock.monotonic();
      }
      lasts = true;
      return new DrawbridgeError('audit_unavailable', {
        detail: `the decision cannot be recorded: ${detail}`,
        cause: thrown,
      });
    },

    worked(records) {
      count('kept', records);
      if (!lasts) return;
      log.info('audit records kept again', { file: path, lost });
      lasts = false;
      lost = 0;
    },

    lasting: () => lasts,
  };
}
