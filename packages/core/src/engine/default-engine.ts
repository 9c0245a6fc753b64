import type { Engine } from './engine.ts';
import type { GateOptions } from './gate.ts';
import { countCores, findNodeCrypto } from './node-crypto.ts';
import { createNodeEngine } from './node-engine.ts';
import { createWebCryptoEngine } from './webcrypto-engine.ts';

/** The threads of Node's pool, unless `UV_THREADPOOL_SIZE` says otherwise. */
const POOL_THREADS = 4;

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
 * The engine for this runtime: on node:crypto where `process.getBuiltinModule` finds it, which answers short work at
 * once; else on WebCrypto (`crypto.subtle`), which answers by promise. Both judge alike.
 *
 * @param cores - by which the slow operations under way are bounded; default: what the runtime reports
 * @param onWaiting - told how many slow operations wait for their turn, each time that this changes
 * @throws {TypeError} on a runtime that has neither
 */
export function createDefaultEngine(
  cores = countCores(),
  onWaiting?: (count: number) => void,
): Engine {
  const busy = Math.min(cores, POOL_THREADS);
  const slowWork: GateOptions = {
    running: busy * RUNNING_PER_CORE,
    waiting: busy * WAITING_PER_CORE,
    onWaiting,
  };
  const crypto = findNodeCrypto();
  if (crypto !== undefined) return createNodeEngine(crypto, slowWork);
  // A page that did not come over HTTPS has a `crypto`, but no `subtle` in it.
  const subtle = (globalThis as { crypto?: Partial<Crypto> }).crypto?.subtle;
  if (subtle !== undefined) return createWebCryptoEngine(subtle, slowWork);
  throw new TypeError(
    'this runtime has no cryptography to work with: neither node:crypto by process.getBuiltinModule nor WebCrypto as crypto.subtle',
  );
}
