import { mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { epochSeconds, type Store, systemClock } from '@drawbridge/core';
import { createTestClock, storeConformance } from '@drawbridge/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { VALUE_KEPT } from './kept-after-end.ts';
import { openLmdbStore } from './lmdb-store.ts';

let place: string;
const opened: Store[] = [];

beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), 'drawbridge-lmdb-'));
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((store) => store.close()));
});
afterAll(() => rm(place, { recursive: true, force: true }));

async function openIn(name: string, clock = systemClock): Promise<Store> {
  const store = await openLmdbStore({ folder: join(place, name), clock });
  opened.push(store);
  return store;
}

describe('the store of LMDB', () => {
  const suite = storeConformance((clock) =>
    openLmdbStore({ folder: join(place, 'conformance'), clock, timeout: 20_000 }),
  );
  it.each(suite)('$title', ({ run }) => run());

  it('has what was put when it is opened again', async () => {
    const clock = createTestClock();
    const first = await openIn('again', clock);
    const version = await first.put('a', 'A', { expiresAt: clock.seconds() + 60 });
    await first.add('n', 5, clock.seconds() + 60);
    await first.close();
    const second = await openIn('again', clock);
    expect(await second.get(['a', 'n'])).toMatchObject([{ value: 'A', version }, { value: '5' }]);
  });

  it('is for this user alone', async () => {
    await openIn('private/store');
    const modeOf = async (name: string) => (await stat(join(place, name))).mode & 0o777;
    expect(await modeOf('private/store')).toBe(0o700);
    for (const name of ['store.mdb', 'store.mdb-lock', 'store-gate.mdb', 'store-gate.mdb-lock']) {
      expect(await modeOf(`private/store/${name}`), name).toBe(0o600);
    }
  });

  it('may be opened twice by one process', async () => {
    const [first, second] = await Promise.all([openIn('twice'), openIn('twice')]);
    const expiresAt = epochSeconds(systemClock) + 60;
    const counts = await Promise.all(
      [first, second, first, second].map((store) => store.add('n', 1, expiresAt)),
    );
    expect(counts.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4]);
    await first.close();
    expect(await second.add('n', 1, expiresAt)).toBe(5);
  });

  it('does not grow by entries that expire', async () => {
    const clock = createTestClock();
    const store = await openIn('sweep', clock);
    const sizes: number[] = [];
    for (let round = 0; round < 8; round++) {
      await Promise.all(
        Array.from({ length: 100 }, (_, index) =>
          store.put(`${round}/${index}`, 'x'.repeat(8192), { expiresAt: clock.seconds() + 10 }),
        ),
      );
      clock.advance(10 + VALUE_KEPT);
      sizes.push((await stat(join(place, 'sweep/store.mdb'))).size);
    }
    const [first = 0] = sizes;
    expect(sizes.at(-1)).toBeLessThan(4 * first);
  });

  it('is not well while its files are not where they were', async () => {
    const store = await openIn('moved');
    await store.check();
    for (const name of ['store.mdb', 'store-gate.mdb']) {
      const path = join(place, 'moved', name);
      await rename(path, `${path}.old`);
      await expect(store.check()).rejects.toMatchObject({
        code: 'store_unavailable',
        message: expect.stringContaining('its files were moved or removed'),
      });
      await rename(`${path}.old`, path);
      await store.check();
    }
  });

  it('answers nothing once it is closed', async () => {
    const store = await openIn('closed');
    await store.close();
    await store.close();
    const code = { code: 'store_unavailable', message: 'the store is closed' };
    const expiresAt = epochSeconds(systemClock) + 60;
    await expect(store.get(['a'])).rejects.toMatchObject(code);
    await expect(store.put('a', 'A', { expiresAt })).rejects.toMatchObject(code);
    await expect(store.delete('a')).rejects.toMatchObject(code);
    await expect(store.add('a', 1, expiresAt)).rejects.toMatchObject(code);
    await expect(store.check()).rejects.toMatchObject(code);
  });

  it('does not open what is no store, or no folder', async () => {
    await writeFile(join(place, 'file'), '');
    await expect(openIn('file')).rejects.toMatchObject({ code: 'data_unusable' });
    await rm(join(place, 'damaged'), { recursive: true, force: true });
    await (await openIn('damaged')).close();
    await writeFile(join(place, 'damaged/store.mdb'), 'x'.repeat(100_000));
    await expect(openIn('damaged')).rejects.toMatchObject({
      code: 'data_unusable',
      message: expect.stringContaining(join(place, 'damaged')),
    });
  });
});
