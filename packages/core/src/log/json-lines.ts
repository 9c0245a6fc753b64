import { printable } from '../encoding/printable.ts';
import type { FormatLine } from './levels.ts';

/** An object of JSON: `time`, `level`, `event`, then the fields; those that are `undefined` are left out. */
export const jsonLines: FormatLine = (level, event, fields) =>
  printable(JSON.stringify({ time: new Date().toISOString(), level, event, ...fields }));
