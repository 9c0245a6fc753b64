import { type Clock, createBoundedMap, epochSeconds } from '@drawbridge/core';
import type { AccessToken } from '../caller/access-token.ts';

interface Entry {
  readonly token: AccessToken;
  /** Milliseconds on the monotonic clock, which nobody sets. */
  readonly until: number;
}

/** Remembers active tokens. Nothing is remembered of others: they may become active, and anybody can make them up. */
export interface TokenCache {
  /** @param key - a hash of the whole token */
  get(key: string): AccessToken | undefined;
  set(key: string, token: AccessToken): void;
}

/**
 * Makes a cache whose entries die at the token's `exp`, or after some time, whichever is first. When it is full, the
 * oldest entry goes.
 *
 * @param maxAge - seconds
 */
export function createTokenCache(maxTokens: number, maxAge: number, clock: Clock): TokenCache {
  const entries = createBoundedMap<Entry>(maxTokens);

  return {
    get(key) {
      const entry = entries.get(key);
      if (entry === undefined || clock.monotonic() >= entry.until) return undefined;
      return epochSeconds(clock) < entry.token.expiresAt ? entry.token : undefined;
    },
    set(key, token) {
      if (maxAge !== 0) entries.set(key, { token, until: clock.monotonic() + maxAge * 1000 });
    },
  };
}
