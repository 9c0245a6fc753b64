import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Store, systemClock } from '@drawbridge/core';
import { openLmdbStore } from '@drawbridge/node/lmdb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { start } from './support/command.ts';

const REPOSITORY = new URL('..', import.meta.url).pathname;
const expiresAt = Math.floor(Date.now() / 1000) + 3600;

/** Opens the same file beside Drawbridge, and holds its lock until it is told to stop. */
const HOLD = `
  import { open } from 'lmdb';
  import { readSync, writeSync } from 'node:fs';
  const root = open({ path: process.argv[1], noSubdir: true, encoding: 'string', maxDbs: 4, maxReaders: 1024 });
  root.transactionSync(() => {
    writeSync(1, 'held\\n');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60_000);
  });
`;

/** Fills a store until it is refused, makes room, and says what it was told. */
const FILL = `
  import { systemClock } from '@drawbridge/core';
  import { openLmdbStore } from '@drawbridge/node/lmdb';
  const store = await openLmdbStore({ folder: process.argv[1], clock: systemClock, timeout: 30_000 });
  const expiresAt = Math.floor(Date.now() / 1000) + 3600;
  const acknowledged = [];
  let code, message;
  while (code === undefined) {
    const key = 'full/' + acknowledged.length;
    await store.put(key, 'x'.repeat(60_000), { expiresAt }).then(
      () => acknowledged.push(key),
      (thrown) => ({ code, message } = thrown),
    );
  }
  const found = await store.get(acknowledged);
  const kept = found.filter((entry) => entry?.value.length === 60_000).length;
  for (const key of acknowledged.slice(0, 20)) await store.delete(key);
  const after = await store.put('after', 'A', { expiresAt }).then(() => 'put', (thrown) => thrown.message);
  await store.close();
  console.log(JSON.stringify({ code, message, lost: acknowledged.length - kept, count: kept, after }));
`;

describe('a store in LMDB', () => {
  let place: string;
  const toEnd: (() => Promise<unknown>)[] = [];
  beforeAll(async () => {
    place = await mkdtemp(join(tmpdir(), 'drawbridge-lmdb-faults-'));
  });
  afterAll(async () => {
    for (const end of toEnd.reverse()) await end();
    await rm(place, { recursive: true, force: true });
  });

  async function open(folder: string, timeout: number): Promise<Store> {
    const store = await openLmdbStore({ folder, clock: systemClock, timeout });
    toEnd.push(() => store.close());
    return store;
  }

  it('fails in time while another process sits on its lock, reads on, and comes back', async () => {
    const folder = join(place, 'held');
    const store = await open(folder, 1000);
    await store.put('a', 'A', { expiresAt });
    const args = ['--input-type=module', '--eval', HOLD, join(folder, 'store.mdb')];
    const holder = start(process.execPath, args, { cwd: REPOSITORY });
    toEnd.push(() => holder.stop('SIGKILL'));
    await holder.waitFor('stdout', /held/, 30_000);

    for (const call of [
      () => store.put('b', 'B', { expiresAt }),
      () => store.add('n', 1, expiresAt),
      () => store.delete('a'),
      () => store.check(),
    ]) {
      const begun = performance.now();
      await expect(call()).rejects.toMatchObject({
        code: 'store_unavailable',
        message: 'the store lags: its file did not take a change in 1000 ms',
      });
      expect(performance.now() - begun).toBeLessThan(8000);
    }
    expect((await store.get(['a']))[0]?.value).toBe('A');

    await holder.stop('SIGKILL');
    await expect
      .poll(
        () =>
          store.check().then(
            () => 'well',
            () => 'ill',
          ),
        { timeout: 30_000 },
      )
      .toBe('well');
    // What was late was done in the end.
    expect((await store.get(['a', 'b'])).map((entry) => entry?.value)).toEqual([undefined, 'B']);
    expect(await store.add('n', 1, expiresAt)).toBe(2);
  });

  it('refuses what there is no room for, keeps what it has, and goes on when there is room', async () => {
    const args = ['-c', 'ulimit -f 3000; exec "$@"', 'sh', process.execPath, '--input-type=module'];
    const filler = start('/bin/sh', [...args, '--eval', FILL, join(place, 'full')], {
      cwd: REPOSITORY,
    });
    toEnd.push(() => filler.stop('SIGKILL'));
    await filler.exited;
    const told = JSON.parse(filler.stdout() || filler.stderr()) as Record<string, unknown>;
    expect(told).toMatchObject({
      code: 'store_unavailable',
      message: `the store in ${join(place, 'full')} does not work: a change could not be written`,
      lost: 0,
      after: 'put',
    });
    expect(told['count']).toBeGreaterThan(10);
  });
});
