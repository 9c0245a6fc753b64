import type { Engine } from './engine.ts';
import { countCores, findNodeCrypto } from './node-crypto.ts';
import { createNodeEngine } from './node-engine.ts';

/**
 * How many slow signatures are handed to the thread pool at once. With one a core, each
 * thread falls asleep between two and waking it costs a tenth of an RS256 signature;
 * with four it finds the next one waiting. File I/O, which shares the threads, is held up
 * by a few milliseconds at most.
 */
const RUNNING_PER_CORE = 4;

/** How many more may wait: about a second of RS256 work. */
const WAITING_PER_CORE = 2000;

/**
 * The engine for this runtime.
 *
 * @param cores - by which the slow operations under way are bounded; default: what the runtime reports
 * @throws {TypeError} on a runtime without node:crypto
 */
export function defaultEngine(cores = countCores()): Engine {
  const crypto = findNodeCrypto();
  if (crypto === undefined) throw new TypeError('this runtime has no node:crypto');
  return createNodeEngine(crypto, {
    running: cores * RUNNING_PER_CORE,
    waiting: cores * WAITING_PER_CORE,
  });
}
