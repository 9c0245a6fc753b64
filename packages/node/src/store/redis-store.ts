import {
  addTo,
  assertAddition,
  assertEntry,
  assertKeys,
  type Clock,
  epochSeconds,
  type Log,
  silentLog,
  type Store,
} from '@drawbridge/core';
import { COUNTER_KEPT, VALUE_KEPT } from './kept-after-end.ts';
import { loadConnect, type RedisServer } from './redis/connect.ts';
import { DEFAULT_STORE_PREFIX, DEFAULT_STORE_TIMEOUT } from './redis/defaults.ts';
import { replyCode } from './redis/explain-fault.ts';
import { createLink } from './redis/link.ts';
import { ADD, DELETE, PUT, type Script } from './redis/scripts.ts';
import { singleFlight } from './single-flight.ts';
import { newVersion } from './version.ts';

export type { RedisServer } from './redis/connect.ts';

/** How a store of Redis is opened. */
export interface RedisStoreOptions {
  readonly server: RedisServer;
  /** What expiry is judged by. */
  readonly clock: Clock;
  /** Put before every key. Default: `drawbridge:`. */
  readonly prefix?: string;
  /** Milliseconds that a call may take. Default: 1000. */
  readonly timeout?: number;
  /** Told when the server is lost and found. Default: none. */
  readonly log?: Log;
}

/** Milliseconds after which an entry may be removed at the latest: 100 years. */
const LONGEST = 100 * 365 * 86_400_000;

/**
 * Opens a store in a server of Redis 6.2 or later, or of Valkey. When the server cannot be reached the store is
 * opened all the same: its calls fail until the server is there.
 *
 * @throws {DrawbridgeError} `config_invalid` without the package `@redis/client`
 */
export async function openRedisStore({
  server,
  clock,
  prefix = DEFAULT_STORE_PREFIX,
  timeout = DEFAULT_STORE_TIMEOUT * 1000,
  log = silentLog,
}: RedisStoreOptions): Promise<Store> {
  const connect = await loadConnect(server, timeout);
  const place = `${server.host}:${server.port}`;
  const link = createLink({ connect, place, timeout, log });
  await link.opened;

  async function run({ source, sha1 }: Script, key: string, args: readonly string[]) {
    const rest = ['1', prefix + key, ...args];
    try {
      return await link.send(['EVALSHA', sha1, ...rest]);
    } catch (thrown) {
      if (replyCode(thrown) !== 'NOSCRIPT') throw thrown;
      // It was restarted, or is a server that has not seen this script.
      return link.send(['EVAL', source, ...rest]);
    }
  }

  const now = () => epochSeconds(clock);
  /** @param kept - seconds that the server, which removes by a clock of its own, waits after the end */
  const room = (expiresAt: number, kept: number) => {
    const left = Math.min(Math.max((expiresAt - now()) * 1000, 0), LONGEST);
    return String(Math.ceil(left + kept * 1000));
  };

  const store: Store = {
    async get(keys) {
      assertKeys(keys);
      const time = now();
      return Promise.all(
        keys.map(async (key) => {
          const reply = await link.send(['HMGET', prefix + key, 'v', 'n', 'e']);
          const [value, version, expiresAt] = reply as (string | null)[];
          const isThere = typeof value === 'string' && typeof version === 'string';
          return isThere && time < Number(expiresAt) ? { value, version } : undefined;
        }),
      );
    },

    async put(key, value, { expiresAt, if: condition }) {
      assertEntry(key, value, expiresAt);
      const version = newVersion();
      const wanted =
        condition === undefined
          ? 'any'
          : condition === 'absent'
            ? condition
            : `=${condition.version}`;
      const left = room(expiresAt, VALUE_KEPT);
      const args = [`${now()}`, wanted, value, version, `${expiresAt}`, left];
      return (await run(PUT, key, args)) === 1 ? version : undefined;
    },

    async delete(key, { if: condition } = {}) {
      assertKeys([key]);
      const wanted = condition === undefined ? 'any' : `=${condition.version}`;
      return (await run(DELETE, key, [`${now()}`, wanted])) === 1;
    },

    async add(key, n, expiresAt) {
      assertAddition(key, n, expiresAt);
      const args = [
        `${now()}`,
        `${n}`,
        newVersion(),
        `${expiresAt}`,
        room(expiresAt, COUNTER_KEPT),
      ];
      const [total, before] = (await run(ADD, key, args)) as [string, string];
      return total === '' ? addTo(before, n) : Number(total);
    },

    // A server that is full or cannot write to its disk can still be read: only a change tells.
    check: singleFlight(async () => {
      await store.put('store/check', '', { expiresAt: now() + 60 });
    }),

    async close() {
      link.close();
    },
  };
  return store;
}
