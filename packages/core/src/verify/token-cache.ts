import { createBoundedMap } from '../bounded-map.ts';
import { requireCount } from '../count.ts';
import type { Algorithm } from '../engine/algorithms.ts';
import type { EngineKey } from '../engine/engine.ts';
import type { Trust } from './trust.ts';
import type { VerifiedToken } from './verified-token.ts';

/** How many good tokens are remembered, and for how long. */
export interface TokenCacheOptions {
  /** Beyond these, the one that was remembered first is forgotten. */
  readonly maxTokens: number;
  /** Seconds. */
  readonly maxAge: number;
}

/** A good token, and what made it one. It holds no text of the token. */
export interface Remembered {
  readonly token: VerifiedToken;
  readonly trust: Trust;
  readonly alg: Algorithm;
  readonly kid: string | undefined;
  /** What its issuer's keys answered: as long as they answer the same, the key that signed it is among them. */
  readonly keys: readonly EngineKey[];
  /** When it was judged, in seconds since the epoch. By an earlier clock it may not be valid yet. */
  readonly from: number;
  /** Seconds since the epoch, from when on it is good no more. */
  readonly until: number;
}

/** Good tokens by name, which is the SHA-256 of the whole text. Others are never in it. */
export interface TokenCache {
  /** @param now - seconds since the epoch */
  get(name: string, now: number): Remembered | undefined;
  put(name: string, remembered: Remembered): void;
}

/**
 * Makes an empty cache.
 *
 * @throws {TypeError} unless both options are whole numbers from 1 up
 */
export function createTokenCache(options: TokenCacheOptions): TokenCache {
  const maxTokens = requireCount(options.maxTokens, 'maxTokens');
  const maxAge = requireCount(options.maxAge, 'maxAge');
  const entries = createBoundedMap<Remembered>(maxTokens);

  return {
    get(name, now) {
      const entry = entries.get(name);
      if (entry === undefined || now < entry.from || now >= entry.until) return undefined;
      return now < entry.from + maxAge ? entry : undefined;
    },
    put: entries.set,
  };
}
