import type { Log, LogFields } from '@drawbridge/core';

/**
 * Leaves out what is no fault until the parts are open: what they do for that is no news, and comes while somebody reads the
 * first screen.
 */
export function calmLog(log: Log, isOpen: () => boolean): Log {
  const onceOpen = (level: 'debug' | 'info') => (event: string, fields?: LogFields) => {
    if (isOpen()) log[level](event, fields);
  };
  return {
    debug: onceOpen('debug'),
    info: onceOpen('info'),
    warn: (event, fields) => log.warn(event, fields),
    error: (event, fields) => log.error(event, fields),
  };
}
