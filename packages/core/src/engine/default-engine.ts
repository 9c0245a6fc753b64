import type { Engine } from './engine.ts';
import { countCores, findNodeCrypto } from './node-crypto.ts';
import { createNodeEngine } from './node-engine.ts';

/** How many slow signatures may wait for each that is being made. About a second of RS256 work. */
const WAITING_PER_RUNNING = 2000;

/**
 * The engine for this runtime.
 *
 * @param cores - how many slow operations run at once; default: the cores the runtime reports
 * @throws {TypeError} on a runtime without node:crypto
 */
export function defaultEngine(cores = countCores()): Engine {
  const crypto = findNodeCrypto();
  if (crypto === undefined) throw new TypeError('this runtime has no node:crypto');
  return createNodeEngine(crypto, { running: cores, waiting: cores * WAITING_PER_RUNNING });
}
