import {
  assertEntry,
  type Clock,
  DrawbridgeError,
  epochSeconds,
  requireObject,
  requireSeconds,
  requireSurroundings,
  type Store,
  systemClock,
} from '@drawbridge/core';
import { requireMember, requireString } from '../check-options.ts';
import type { TokenKeeper } from './token-keeper.ts';

/** How long a store keeps what a token source knows. */
export interface StoreKeeperOptions {
  /** Seconds after the last change: as long as a refresh token can lie unused, and longer. */
  readonly lifetime: number;
  /** Default: the machine's. */
  readonly clock?: Clock;
}

/**
 * Makes a keeper in a store: for processes on many machines. What it writes holds tokens, so it goes through a
 * `sealedKeeper` wherever others can look into the store.
 *
 * @param key - see `tokenKey`; characters that no key of a store has are refused
 * @throws {TypeError} for a key that no store takes, or a lifetime that is none
 */
export function storeKeeper(store: Store, key: string, options: StoreKeeperOptions): TokenKeeper {
  requireMember(store, 'store', ['get', 'put'], 'a store, such as createMemoryStore makes');
  requireString(key, 'key', 'where tokens are kept in the store, as tokenKey() names it');
  requireObject(options, 'the third argument of storeKeeper', '{ lifetime: 2_592_000 }');
  requireSurroundings({ clock: options.clock });
  const { clock = systemClock } = options;
  const lifetime = requireSeconds(options.lifetime, 'lifetime');
  if (lifetime === 0) throw new TypeError('lifetime is 0, so that nothing would be kept');
  requireKey(key);
  return {
    async read() {
      const [entry] = await store.get([key]);
      return entry && { text: entry.value, version: entry.version };
    },
    write(text, over) {
      const expiresAt = epochSeconds(clock) + lifetime;
      try {
        assertEntry(key, text, expiresAt);
      } catch (cause) {
        return Promise.reject(tooLong(cause));
      }
      return store.put(key, text, {
        expiresAt,
        if: over === undefined ? 'absent' : { version: over },
      });
    },
  };
}

function requireKey(key: string): void {
  try {
    assertEntry(key, '', 0);
  } catch (cause) {
    throw new TypeError(`${(cause as Error).message}: name it by tokenKey()`, { cause });
  }
}

function tooLong(cause: unknown): DrawbridgeError {
  return new DrawbridgeError('data_unusable', {
    detail: `tokens cannot be kept in the store: ${(cause as Error).message}`,
    hint: 'Keep them in a folder, or ask for smaller tokens.',
    cause,
  });
}
