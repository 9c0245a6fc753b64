import { printable } from '../encoding/printable.ts';
import type { FormatLine } from './levels.ts';

/**
 * Logfmt: time, level, event, then `name=value` pairs. Values are quoted and escaped where needed, so no field
 * can forge a line.
 */
export const logfmt: FormatLine = (level, event, fields) => {
  let line = `time=${new Date().toISOString()} level=${level} event=${formatValue(event)}`;
  for (const name in fields) {
    const value = fields[name];
    if (value !== undefined) line += ` ${name}=${formatValue(String(value))}`;
  }
  return line;
};

function formatValue(value: string): string {
  return /^[\w.:/@+-]+$/.test(value) ? value : printable(JSON.stringify(value));
}
