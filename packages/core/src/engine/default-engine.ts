import type { Engine } from './engine.ts';
import type { GateOptions } from './gate.ts';
import { countCores, findNodeCrypto } from './node-crypto.ts';
import { createNodeEngine } from './node-engine.ts';
import { poolThreads } from './pool-threads.ts';
import { slowWorkBounds } from './slow-work.ts';
import { createWebCryptoEngine } from './webcrypto-engine.ts';

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
  const slowWork: GateOptions = { ...slowWorkBounds(cores, poolThreads()), onWaiting };
  const crypto = findNodeCrypto();
  if (crypto !== undefined) return createNodeEngine(crypto, slowWork);
  // A page that did not come over HTTPS has a `crypto`, but no `subtle` in it.
  const subtle = (globalThis as { crypto?: Partial<Crypto> }).crypto?.subtle;
  if (subtle !== undefined) return createWebCryptoEngine(subtle, slowWork);
  throw new TypeError(
    'this runtime has no cryptography to work with: neither node:crypto by process.getBuiltinModule nor WebCrypto as crypto.subtle',
  );
}
