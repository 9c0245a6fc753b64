import { readdir } from 'node:fs/promises';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import type { MetricRow } from '@drawbridge/core';
import type { FamilyFigures } from './exposition.ts';

/** Reads the figures of this process. */
export interface ProcessReadings {
  read(): Promise<readonly FamilyFigures[]>;
  close(): void;
}

/** Watches this process: what it uses, and how late its event loop is. */
export function watchProcess(): ProcessReadings {
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  const started = performance.timeOrigin / 1000;
  return {
    async read() {
      const { user, system } = process.cpuUsage();
      const { rss, heapUsed } = process.memoryUsage();
      const lag = { mean: delay.mean, p99: delay.percentile(99), max: delay.max };
      // Each scrape sees what was since the one before it.
      delay.reset();
      const files = await countOpenFiles();
      return [
        counter('process_cpu_seconds_total', 'CPU seconds used.', (user + system) / 1e6),
        gauge('process_start_time_seconds', 'Start, in seconds since the epoch.', started),
        gauge('process_resident_memory_bytes', 'Resident memory in bytes.', rss),
        gauge('nodejs_heap_size_used_bytes', 'Used heap in bytes.', heapUsed),
        ...(files === undefined
          ? []
          : [gauge('process_open_fds', 'Open file descriptors.', files)]),
        ...Object.entries(lag).map(([name, value]) =>
          gauge(
            `nodejs_eventloop_lag_${name}_seconds`,
            `How late the event loop was since the last scrape (${name}), in seconds.`,
            toSeconds(value),
          ),
        ),
      ];
    },
    close: () => delay.disable(),
  };
}

/** Of nanoseconds; there is no mean of nothing. */
function toSeconds(nanoseconds: number): number {
  return Number.isFinite(nanoseconds) ? nanoseconds / 1e9 : 0;
}

/** @returns `undefined` where the system does not tell: only Linux has this folder */
async function countOpenFiles(): Promise<number | undefined> {
  try {
    // The folder itself is open while it is read.
    return (await readdir('/proc/self/fd')).length - 1;
  } catch {
    return undefined;
  }
}

function gauge(name: string, help: string, value: number): FamilyFigures {
  return reading(name, 'gauge', help, value);
}

function counter(name: string, help: string, value: number): FamilyFigures {
  return reading(name, 'counter', help, value);
}

function reading(name: string, kind: MetricRow['kind'], help: string, value: number) {
  return { name, row: { kind, help, labels: [] }, series: [{ labels: [], value, buckets: [] }] };
}
