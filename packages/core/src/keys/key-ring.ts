import { type Clock, epochSeconds } from '../clock.ts';
import type { Algorithm } from '../engine/algorithms.ts';
import type { EngineKey } from '../engine/engine.ts';
import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import type { PublicJwk } from '../jwks/public-jwk.ts';
import type { KeyEntry, KeyRingManifest } from './manifest.ts';
import { keyState } from './schedule.ts';

/** A key that signs now. */
export interface SigningKey {
  readonly kid: string;
  readonly alg: Algorithm;
  readonly key: EngineKey;
}

/** A set of keys of which some sign now and all that are published can be seen. */
export interface KeyRing {
  /**
   * The key that signs now.
   *
   * @param alg - default: the algorithm of the ring's first active key
   * @throws {DrawbridgeError} `algorithm_unavailable` when no active key has the algorithm,
   *   `key_ring_unusable` when no key is active at all
   */
  signingKey(alg?: Algorithm): SigningKey;
  /** The public keys that relying parties should see now (RFC 7517 section 5). */
  publicKeys(): readonly PublicJwk[];
  /** The algorithms that can be asked for now, in the order of the keys. */
  algorithms(): readonly Algorithm[];
}

/**
 * Makes a ring of a manifest and its imported private keys.
 *
 * @param keys - by `kid`, for every key that signs now or will
 */
export function createKeyRing(
  manifest: KeyRingManifest,
  keys: ReadonlyMap<string, EngineKey>,
  clock: Clock,
): KeyRing {
  function active(): readonly KeyEntry[] {
    const now = epochSeconds(clock);
    return manifest.keys.filter((entry) => keyState(entry, now) === 'active');
  }

  return {
    signingKey(alg) {
      const candidates = active();
      if (candidates.length === 0) {
        throw new DrawbridgeError('key_ring_unusable', {
          detail: 'the key ring has no active signing key',
          hint: 'See `drawbridge keys list`; make a key with `drawbridge keys generate`.',
        });
      }
      const wanted = alg ?? candidates[0]?.alg;
      // The newest key of an algorithm signs, should two of them be active.
      const entry = candidates.findLast((candidate) => candidate.alg === wanted);
      const key = entry === undefined ? undefined : keys.get(entry.kid);
      if (entry === undefined || key === undefined) {
        throw new DrawbridgeError('algorithm_unavailable', {
          detail: `the key ring has no active ${wanted} key`,
          hint: `Ask for one of ${this.algorithms().join(', ')}.`,
        });
      }
      return { kid: entry.kid, alg: entry.alg, key };
    },

    publicKeys() {
      const now = epochSeconds(clock);
      return manifest.keys
        .filter((entry) => keyState(entry, now) !== 'removed')
        .map((entry) => entry.publicJwk);
    },

    algorithms: () => [...new Set(active().map((entry) => entry.alg))],
  };
}
