import type { Log, LogFields } from './log.ts';
import { jsonLines } from './json-lines.ts';
import { LEVELS, type LogLevel } from './levels.ts';
import { logfmt } from './logfmt.ts';

/** Where lines go: a stream, or a test's list. */
export type WriteLine = (line: string) => void;

const FORMATS = { logfmt, json: jsonLines } as const;

/** What is logged, and how. */
export interface LineLogOptions {
  /** The lowest level that is written. Default: `info`. */
  readonly level?: LogLevel | undefined;
  /** Default: `logfmt`. */
  readonly format?: keyof typeof FORMATS | undefined;
  /** What each line has first: which of several processes wrote it. Default: nothing. */
  readonly fields?: LogFields | undefined;
}

/** A log of one line an event. */
export function createLineLog(
  write: WriteLine,
  { level: lowest = 'info', format = 'logfmt', fields: common }: LineLogOptions = {},
): Log {
  const formatLine = FORMATS[format];
  const at = (level: LogLevel) => {
    if (LEVELS.indexOf(level) < LEVELS.indexOf(lowest)) return () => {};
    return (event: string, fields: LogFields = {}) =>
      write(formatLine(level, event, common === undefined ? fields : { ...common, ...fields }));
  };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}
