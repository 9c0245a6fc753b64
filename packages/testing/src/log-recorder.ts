import type { Log, LogFields } from '@drawbridge/core';

/** One event that was logged. */
export interface LogEntry {
  readonly level: keyof Log;
  readonly event: string;
  readonly fields: LogFields;
}

/** A log that keeps everything, down to the debug level. */
export interface LogRecorder extends Log {
  readonly entries: readonly LogEntry[];
  /** All of it as text, for a search for what must not be there. */
  text(): string;
}

/** Makes a {@link LogRecorder}. */
export function createLogRecorder(): LogRecorder {
  const entries: LogEntry[] = [];
  const at =
    (level: keyof Log) =>
    (event: string, fields: LogFields = {}) => {
      entries.push({ level, event, fields });
    };
  return {
    entries,
    text: () => entries.map((entry) => JSON.stringify(entry)).join('\n'),
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
  };
}
