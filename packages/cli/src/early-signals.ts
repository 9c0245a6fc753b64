import { constants } from 'node:os';
import { ChildEnded } from './child-ended.ts';

const SIGNALS = ['SIGHUP', 'SIGINT', 'SIGTERM'] as const;

/** Signals that come before the command runs, which they would otherwise end without anything being cleared away. */
export interface EarlySignals {
  /** Rejects at the first, with the exit code that shells have for it. */
  readonly stopped: Promise<never>;
}

/**
 * Does some work while they are caught; after it, they do again what they do by default. Once the command runs they are
 * passed on to it, and caught here as well, which does nothing.
 */
export async function withEarlySignals<T>(work: (signals: EarlySignals) => Promise<T>): Promise<T> {
  let onSignal: (signal: NodeJS.Signals) => void = () => {};
  const stopped = new Promise<never>((_, reject) => {
    onSignal = (signal) => reject(new ChildEnded(128 + constants.signals[signal]));
  });
  // Nobody may be waiting any more.
  stopped.catch(() => {});
  for (const signal of SIGNALS) process.on(signal, onSignal);
  try {
    return await work({ stopped });
  } finally {
    for (const signal of SIGNALS) process.off(signal, onSignal);
  }
}
