import { DrawbridgeError } from '@drawbridge/core';
import { untilAborted } from '../until-aborted.ts';
import { foreignFault } from './foreign-fault.ts';
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
    } catch (thrown) {
      throw foreignFault(thrown, 'the keeper of the token source', WHAT_TO_THROW);
    } finally {
      callOff();
    }
  }

  return {
    // Many a database says null where there is nothing; taken for a version, a conflict would be a success.
    read: async () => (await inTime(() => keeper.read())) ?? undefined,
    write: async (text, over) => (await inTime(() => keeper.write(text, over))) ?? undefined,
  };
}

const WHAT_TO_THROW =
  'Have it throw a DrawbridgeError, with a detail that has no secret: store_unavailable where another attempt may succeed, and data_unusable where somebody has to see to it.';

function silent(timeout: number): DrawbridgeError {
  return new DrawbridgeError('store_unavailable', {
    detail: `what tokens are kept in did not answer within ${timeout / 1000} seconds`,
    hint: 'See whether it runs, and can be reached.',
  });
}
