import type { Log, LogFields } from '@drawbridge/core';
import { printable } from '../terminal/printable.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

const LEVELS: readonly LogLevel[] = ['debug', 'info', 'warn', 'error'];

/** Where lines go: a stream, or a test's list. */
export type WriteLine = (line: string) => void;

/**
 * A log of lines in logfmt: time, level, event, then `name=value` pairs. Values are
 * quoted and escaped where needed, so no field can forge a line.
 */
export function createLineLog(write: WriteLine, lowest: LogLevel = 'info'): Log {
  const at = (level: LogLevel) => {
    if (LEVELS.indexOf(level) < LEVELS.indexOf(lowest)) return () => {};
    return (event: string, fields: LogFields = {}) => write(formatLine(level, event, fields));
  };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

function formatLine(level: LogLevel, event: string, fields: LogFields): string {
  let line = `time=${new Date().toISOString()} level=${level} event=${formatValue(event)}`;
  for (const name in fields) {
    const value = fields[name];
    if (value !== undefined) line += ` ${name}=${formatValue(String(value))}`;
  }
  return line;
}

function formatValue(value: string): string {
  return /^[\w.:/@+-]+$/.test(value) ? value : printable(JSON.stringify(value));
}
