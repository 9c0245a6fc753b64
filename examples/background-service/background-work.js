// @ts-check
import { setTimeout as sleep } from 'node:timers/promises';

/** Tasks at a time: each keeps a user's tokens fresh, and anybody who may call begins one. */
const MAX_TASKS = 100;

/**
 * Work that goes on after the requests that began it: so many rounds, with a pause before each.
 *
 * @param {{ rounds: number, interval: number, log: import('@drawbridge/core').Log }} options - `interval` in milliseconds
 */
export function createBackgroundWork({ rounds, interval, log }) {
  const stopping = new AbortController();
  /** @type {Set<Promise<void>>} */
  const tasks = new Set();

  /** @param {Work} work */
  async function run({ round, end }) {
    try {
      for (let count = 1; count <= rounds; count++) {
        await sleep(interval, undefined, { signal: stopping.signal });
        await round(count, stopping.signal);
      }
    } catch (thrown) {
      const { message } = /** @type {Error} */ (thrown);
      if (!stopping.signal.aborted) log.warn('background work ended early', { detail: message });
    } finally {
      await end().catch((/** @type {Error} */ { message }) =>
        log.warn('background work not tidied up', { detail: message }),
      );
    }
  }

  return {
    /** Whether there is room for another task. */
    hasRoom: () => tasks.size < MAX_TASKS && !stopping.signal.aborted,

    /**
     * Begins a task. A round that rejects ends it.
     *
     * @param {Work} work
     */
    begin(work) {
      const task = run(work).finally(() => tasks.delete(task));
      tasks.add(task);
    },

    /** Ends all tasks, in whichever pause or call they are. */
    async stop() {
      stopping.abort();
      await Promise.all(tasks);
    },
  };
}

/**
 * @typedef {object} Work
 * @property {(count: number, signal: AbortSignal) => Promise<void>} round
 * @property {() => Promise<void>} end - called once, however it ended
 */
