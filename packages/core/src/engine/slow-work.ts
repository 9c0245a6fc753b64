import type { GateOptions } from './gate.ts';

/**
 * How many slow signatures a core are handed to the thread pool at once. With one, each thread falls asleep between
 * two, and waking it costs a tenth of an RS256 signature; with two the next is there. More gain nothing.
 */
const RUNNING_PER_CORE = 2;

/** How many more may wait: about a second of RS256 work. */
const WAITING_PER_CORE = 2000;

/**
 * The bounds of slow work: never all threads of the pool, since files are read by them too. A read that had to wait
 * for signatures before it would wait for milliseconds, and longer with larger keys.
 *
 * @param cores - that this process may use
 * @param threads - of the pool
 */
export function slowWorkBounds(
  cores: number,
  threads: number,
): Pick<GateOptions, 'running' | 'waiting'> {
  const spare = Math.max(1, threads - 1);
  return {
    running: Math.min(cores * RUNNING_PER_CORE, spare),
    waiting: Math.min(cores, threads) * WAITING_PER_CORE,
  };
}
