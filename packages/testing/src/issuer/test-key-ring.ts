import {
  type Algorithm,
  type Clock,
  createKeyRing,
  createDefaultEngine,
  epochSeconds,
  type KeyRing,
  PUBLISH_DELAY,
  type Sign,
  systemClock,
} from '@drawbridge/core';
import { manifestOf } from './test-entry.ts';
import { testKey } from './test-key.ts';

export interface TestKeyRingOptions {
  /** One key is made for each; all of them sign now. Default: RS256 alone. */
  readonly algorithms?: readonly Algorithm[];
  /** Default: the machine's. */
  readonly clock?: Clock;
  /** Names the keys: see {@link testKey}. Default: `ring`. */
  readonly keyName?: string;
}

/** Makes a key ring in memory, of keys that have been published for long enough to sign. */
export async function createTestKeyRing(options: TestKeyRingOptions = {}): Promise<KeyRing> {
  const { algorithms = ['RS256'], clock = systemClock, keyName = 'ring' } = options;
  const engine = createDefaultEngine();
  const keys = await Promise.all(algorithms.map((alg) => testKey(alg, keyName)));
  const signers = new Map<string, Sign>();
  for (const { kid, alg, pkcs8 } of keys) {
    const key = await engine.importKey(alg, { pkcs8 });
    signers.set(kid, (data) => engine.sign(key, data));
  }
  const joinedAt = epochSeconds(clock) - PUBLISH_DELAY;
  return createKeyRing(manifestOf(keys.map((key) => [key, joinedAt])), signers, clock);
}
