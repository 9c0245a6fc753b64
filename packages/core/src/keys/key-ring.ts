import { type Clock, epochSeconds } from '../clock.ts';
import { ALGORITHM_NAMES, type Algorithm } from '../engine/algorithms.ts';
import type { Awaitable } from '../engine/engine.ts';
import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import type { PublicJwk } from '../jwks/public-jwk.ts';
import type { KeyEntry, KeyRingManifest } from './manifest.ts';
import { keyState } from './schedule.ts';

/** A key that signs now. */
export interface SigningKey {
  readonly kid: string;
  readonly alg: Algorithm;
  readonly sign: Sign;
}

/**
 * Signs, wherever the private key is.
 *
 * @returns the JWS signature (RFC 7515 section 5.1)
 * @throws {DrawbridgeError} `overloaded` when too many signatures wait already
 */
export type Sign = (data: Uint8Array) => Awaitable<Uint8Array>;

/** A set of keys of which some sign now and all that are published can be seen. */
export interface KeyRing {
  /**
   * The key that signs now.
   *
   * @param alg - default: RS256 wherever there is an RS256 key, else the first active algorithm in the
   *   order of `ALGORITHM_NAMES`: no rotation changes it
   * @throws {DrawbridgeError} `algorithm_unavailable` when no active key has the algorithm,
   *   `key_ring_unusable` when no key is active at all, or the private key is not there
   */
  signingKey(alg?: Algorithm): SigningKey;
  /** The public keys that relying parties should see now (RFC 7517 section 5). */
  publicKeys(): readonly PublicJwk[];
  /** The algorithms that can be asked for now, in the order of `ALGORITHM_NAMES`. */
  algorithms(): readonly Algorithm[];
}

/**
 * Makes a ring of a manifest and the means to sign.
 *
 * @param signers - by `kid`, for every key that signs now or will
 */
export function createKeyRing(
  manifest: KeyRingManifest,
  signers: ReadonlyMap<string, Sign>,
  clock: Clock,
): KeyRing {
  function active(): readonly KeyEntry[] {
    const now = epochSeconds(clock);
    return manifest.keys.filter((entry) => keyState(entry, now) === 'active');
  }

  function algorithms(): readonly Algorithm[] {
    const present = new Set(active().map((entry) => entry.alg));
    return ALGORITHM_NAMES.filter((alg) => present.has(alg));
  }

  return {
    algorithms,

    signingKey(alg) {
      const candidates = active();
      if (candidates.length === 0) throw unusable('has no active signing key');
      const wanted = alg ?? algorithms()[0];
      // The newest key of an algorithm signs, should two of them be active.
      const entry = candidates.findLast((candidate) => candidate.alg === wanted);
      if (entry === undefined) {
        throw new DrawbridgeError('algorithm_unavailable', {
          detail: `the key ring has no active ${wanted} key`,
          hint: `Ask for one of ${algorithms().join(', ')}.`,
        });
      }
      const sign = signers.get(entry.kid);
      if (sign === undefined) throw unusable(`lacks the private key of ${entry.kid}`);
      return { kid: entry.kid, alg: entry.alg, sign };
    },

    publicKeys() {
      const now = epochSeconds(clock);
      return manifest.keys
        .filter((entry) => keyState(entry, now) !== 'removed')
        .map((entry) => entry.publicJwk);
    },
  };
}

function unusable(why: string): DrawbridgeError {
  return new DrawbridgeError('key_ring_unusable', {
    detail: `the key ring ${why}`,
    hint: 'See `drawbridge keys list`; make a key with `drawbridge keys generate`.',
  });
}
