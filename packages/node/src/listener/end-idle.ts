import type { Connections } from './connections.ts';

/** Milliseconds between two looks for idle connections. */
const LOOK_INTERVAL = 20;
/** Looks without a byte after which no request is on its way in. */
const SILENT = 10;

/** When idle connections end. */
export interface EndIdleOptions {
  /** Milliseconds for which nothing came over any of them. */
  readonly quiet: number;
  /** Milliseconds after which each ends for itself, as soon as it is silent. */
  readonly atMost: number;
}

/**
 * Ends retired connections that are idle. While some still ask, and learn that it was the last time, the others may be
 * about to: all are kept until none has asked for a while. That is counted in looks rather than by the clock: where
 * the machine is so busy that we look late, callers are late too.
 *
 * @returns ends the looking, which ends by itself when no retired connection is left
 */
export function endIdle(connections: Connections, { quiet, atMost }: EndIdleOptions): () => void {
  const started = performance.now();
  const enough = Math.ceil(quiet / LOOK_INTERVAL);
  let quietLooks = 0;
  const look = () => {
    const found = connections.look();
    if (found === 'none left') clearInterval(timer);
    quietLooks = found === 'news' ? 0 : quietLooks + 1;
    const late = performance.now() - started >= atMost;
    if (late || quietLooks >= enough) connections.endIdle(Math.min(SILENT, enough));
  };
  // After this turn's events: what has come in already is a request under way then.
  const timer = setInterval(() => setImmediate(look), LOOK_INTERVAL);
  return () => clearInterval(timer);
}
