import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Store, systemClock } from '@drawbridge/core';
import { openLmdbStore } from '@drawbridge/node/lmdb';
import { openRedisStore } from '@drawbridge/node/redis';
import { afterAll, describe, expect, it } from 'vitest';
import { describeWith } from '../../tools/describe-with.ts';
import { startRedis } from '../support/start-redis.ts';
import { expectNothingLost, startWriters, type StoreWriters } from '../support/store-writers.ts';

/** `npm run proof:stores` has fifty; six meet each other in the same places, and start in an eighth of the time. */
const WRITERS = Number(process.env['STORE_WRITERS'] ?? 6);
/** Changes that each makes on average before the killing begins. */
const CHANGES = 10;

/** Milliseconds; many processes start slowly on a machine that has more to do. */
const PATIENCE = 480_000;

const toEnd: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const end of toEnd.splice(0).reverse()) await end();
});

function start(count: number, target: object): StoreWriters {
  const writers = startWriters(count, target);
  toEnd.push(() => writers.clear());
  return writers;
}

async function progressOf(writers: StoreWriters, wanted: number): Promise<void> {
  await expect.poll(() => writers.progress(), { timeout: PATIENCE }).toBeGreaterThan(wanted);
}

/** A store is there for those that live. */
async function expectUsable(store: Store): Promise<void> {
  await store.check();
  const expiresAt = Math.floor(Date.now() / 1000) + 60;
  const [counter] = await store.get(['counter']);
  const condition = { version: counter?.version ?? '' };
  expect(await store.put('counter', '0', { expiresAt, if: condition })).toBeDefined();
  expect(await store.delete('sum')).toBe(true);
}

describe(`${WRITERS} writers that are killed`, () => {
  it(
    'lose nothing in LMDB, and leave no lock behind',
    async () => {
      const folder = await mkdtemp(join(tmpdir(), 'drawbridge-killed-'));
      toEnd.push(() => rm(folder, { recursive: true, force: true }));
      const writers = start(WRITERS, { driver: 'lmdb', folder });
      await progressOf(writers, WRITERS * CHANGES);
      const acknowledged = await writers.killAll();

      const store = await openLmdbStore({ folder, clock: systemClock, timeout: 30_000 });
      toEnd.push(() => store.close());
      await expectNothingLost(store, WRITERS, acknowledged);
      await expectUsable(store);
    },
    PATIENCE,
  );
});

describeWith(['redis-server'], 'writers and a server that are killed', () => {
  it(
    `${WRITERS} writers lose nothing in Redis`,
    async () => {
      const redis = await startRedis();
      toEnd.push(() => redis.clear());
      const writers = start(WRITERS, {
        driver: 'redis',
        host: redis.host,
        port: redis.port,
      });
      await progressOf(writers, WRITERS * CHANGES);
      const acknowledged = await writers.killAll();

      const store = await openRedisStore({ server: redis, clock: systemClock, timeout: 30_000 });
      toEnd.push(() => store.close());
      await expectNothingLost(store, WRITERS, acknowledged);
      await expectUsable(store);
    },
    PATIENCE,
  );

  it(
    'a server that writes before it answers loses nothing when it is killed itself',
    async () => {
      const redis = await startRedis({ durable: true });
      toEnd.push(() => redis.clear());
      const writers = start(5, { driver: 'redis', host: redis.host, port: redis.port });
      for (let round = 0; round < 3; round++) {
        await progressOf(writers, writers.progress() + 100);
        await redis.kill();
        await redis.start();
      }
      await progressOf(writers, writers.progress() + 100);
      const acknowledged = await writers.killAll();
      expect(acknowledged.failed).toBeGreaterThan(0);

      const store = await openRedisStore({ server: redis, clock: systemClock, timeout: 30_000 });
      toEnd.push(() => store.close());
      await expectNothingLost(store, 5, acknowledged);
      await expectUsable(store);
    },
    PATIENCE,
  );
});
