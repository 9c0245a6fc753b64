import { member, parseJsonObject } from '../encoding/json.ts';
import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import { ALGORITHM_NAMES, type Algorithm } from '../engine/algorithms.ts';
import type { Engine, EngineKey } from '../engine/engine.ts';
import { type PublicJwk, suitsAlgorithm, toPublicJwk } from './public-jwk.ts';

/** The most keys that are taken from one document. */
const MAX_KEYS = 100;

/** An issuer's public keys (RFC 7517 section 5), each imported when it is first asked for. */
export interface KeySet {
  /** How many keys there are to verify with. */
  readonly size: number;
  /**
   * The key for a token's `alg` and `kid`. Without a `kid` there must be one key
   * alone that suits the algorithm.
   *
   * @returns `undefined` when no key answers to both
   * @throws {DrawbridgeError} `upstream_invalid` when the key is broken or too weak
   */
  find(alg: Algorithm, kid: string | undefined): Promise<EngineKey | undefined>;
}

/**
 * Parses a JWK Set. Keys that no supported algorithm can verify with are passed over,
 * as RFC 7517 section 5 asks: symmetric ones, those for encryption, kinds yet unknown.
 *
 * @param origin - where the bytes came from, for the log
 * @throws {DrawbridgeError} `upstream_invalid` when it is not a JWK Set or holds too many keys
 */
export function parseKeySet(bytes: Uint8Array, origin: string, engine: Engine): KeySet {
  const document = parseJsonObject(bytes);
  const list = document === undefined ? undefined : member(document, 'keys');
  if (!Array.isArray(list)) throw invalid(`${origin} is not a JWK Set`);
  const usable = list
    .map(toPublicJwk)
    .filter((jwk) => jwk !== undefined)
    .filter((jwk) => ALGORITHM_NAMES.some((alg) => suitsAlgorithm(jwk, alg)));
  if (usable.length > MAX_KEYS) {
    throw invalid(`${origin} holds ${usable.length} keys, the limit is ${MAX_KEYS}`);
  }
  return createKeySet(usable, origin, engine);
}

/** A key set of keys at hand. */
export function createKeySet(keys: readonly PublicJwk[], origin: string, engine: Engine): KeySet {
  const byKid = new Map<string | undefined, PublicJwk[]>();
  for (const jwk of keys) {
    const namesakes = byKid.get(jwk.kid);
    if (namesakes === undefined) byKid.set(jwk.kid, [jwk]);
    else namesakes.push(jwk);
  }
  const imported = new Map<PublicJwk, Map<Algorithm, EngineKey>>();

  return {
    size: keys.length,

    async find(alg, kid) {
      // Two keys may share a kid when they are of different kinds: go on until one suits.
      const candidates = kid === undefined ? keys : (byKid.get(kid) ?? []);
      const suitable = candidates.filter((jwk) => suitsAlgorithm(jwk, alg));
      const jwk = suitable[0];
      if (jwk === undefined || (kid === undefined && suitable.length > 1)) return undefined;

      const ready = imported.get(jwk)?.get(alg);
      if (ready !== undefined) return ready;
      try {
        const key = await engine.importKey(alg, { jwk });
        imported.set(jwk, (imported.get(jwk) ?? new Map<Algorithm, EngineKey>()).set(alg, key));
        return key;
      } catch (cause) {
        throw new DrawbridgeError('upstream_invalid', {
          detail: `${origin} has a key that cannot be used with ${alg}: ${(cause as Error).message}`,
          cause,
        });
      }
    },
  };
}

function invalid(detail: string): DrawbridgeError {
  return new DrawbridgeError('upstream_invalid', { detail });
}
