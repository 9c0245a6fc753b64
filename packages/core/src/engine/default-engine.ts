import type { Engine } from './engine.ts';
import { countCores, findNodeCrypto } from './node-crypto.ts';
import { createNodeEngine } from './node-engine.ts';
import { poolThreads } from './pool-threads.ts';
import { slowWorkBounds } from './slow-work.ts';

/**
 * The engine for this runtime.
 *
 * @param cores - by which the slow operations under way are bounded; default: what the runtime reports
 * @param onWaiting - told how many slow operations wait for their turn, each time that this changes
 * @throws {TypeError} on a runtime without node:crypto
 */
export function createDefaultEngine(
  cores = countCores(),
  onWaiting?: (count: number) => void,
): Engine {
  const crypto = findNodeCrypto();
  if (crypto === undefined) throw new TypeError('this runtime has no node:crypto');
  return createNodeEngine(crypto, { ...slowWorkBounds(cores, poolThreads()), onWaiting });
}
