import { AsyncLocalStorage } from 'node:async_hooks';
import type { Audit, AuditRecord, Log, LogFields } from '@drawbridge/core';

/** One event of a log. */
interface LogEntry {
  readonly event: string;
  readonly fields: LogFields;
}

/** What a part told its operator while it did one thing. */
export interface Testimony {
  readonly records: readonly AuditRecord[];
  readonly entries: readonly LogEntry[];
}

/** Watches what parts tell their operator: the caller is not told which rule decided, nor why. */
export interface Witness {
  /** Passes everything on. */
  readonly log: Log;
  readonly audit: Audit;
  /** Does something, and answers what came of it with what was told meanwhile by it, and by nothing that ran beside it. */
  watch<T>(work: () => Promise<T>): Promise<readonly [T, Testimony]>;
}

/** Makes a witness. @param log - what everything is passed on to */
export function createWitness(log: Log): Witness {
  const telling = new AsyncLocalStorage<{ records: AuditRecord[]; entries: LogEntry[] }>();
  const at =
    (level: keyof Log) =>
    (event: string, fields: LogFields = {}): void => {
      telling.getStore()?.entries.push({ event, fields });
      log[level](event, fields);
    };
  return {
    log: { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') },
    audit: {
      write(record) {
        telling.getStore()?.records.push(record);
      },
      check: () => Promise.resolve(),
    },
    async watch(work) {
      const told = { records: [], entries: [] };
      return [await telling.run(told, work), told];
    },
  };
}
