import type { LogSection } from '@drawbridge/node/config';
import type { ValueReader } from './value-reader.ts';

/** The levels of Vouch Proxy, and what they are here. */
const LEVELS: Readonly<Record<string, NonNullable<LogSection['level']>>> = {
  debug: 'debug',
  info: 'info',
  warn: 'warn',
  error: 'error',
  dpanic: 'error',
  panic: 'error',
  fatal: 'error',
};

/** The level that somebody gave; `undefined` where nobody did. */
export function logLevelOf(reader: ValueReader): LogSection['level'] {
  const key = 'vouch.logLevel';
  if (!reader.isGiven(key)) return undefined;
  const name = reader.text(key)?.toLowerCase() ?? '';
  if (Object.hasOwn(LEVELS, name)) return LEVELS[name];
  reader.fault(key, 'is none of debug, info, warn, error, dpanic, panic and fatal');
  return undefined;
}
