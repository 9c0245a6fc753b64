import { DrawbridgeError } from '@drawbridge/core';
import { untilAborted } from '../until-aborted.ts';
import type { SourceTimers } from './source-timers.ts';
import type { TokenKeeper } from './token-keeper.ts';

/**
 * The same keeper, for which nobody waits without end: one that answers no more would keep everybody waiting, also for
 * the end of the source. What it writes after that is judged by its version, like what any other process writes.
 *
 * @param timeout - milliseconds for one call
 */
export function timelyKeeper(
  keeper: TokenKeeper,
  timeout: number,
  timers: SourceTimers,
): TokenKeeper {
  async function inTime<T>(work: () => Promise<T>): Promise<T> {
    const patience = new AbortController();
    const callOff = timers.after(timeout, () => patience.abort(silent(timeout)));
    try {
      return await untilAborted(async () => work(), patience.signal);
    } finally {
      callOff();
    }
  }

  return {
    read: () => inTime(() => keeper.read()),
    write: (text, over) => inTime(() => keeper.write(text, over)),
  };
}

function silent(timeout: number): DrawbridgeError {
  return new DrawbridgeError('store_unavailable', {
    detail: `what tokens are kept in did not answer within ${timeout / 1000} seconds`,
    hint: 'See whether it runs, and can be reached.',
  });
}
