import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLog, type Store } from '@drawbridge/core';
import { createTestClock } from '@drawbridge/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { storeSection, type StoreSection } from '../config/sections/store-section.ts';
import { openStore } from './open-store.ts';

let data: string;
const opened: Store[] = [];

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'drawbridge-open-store-'));
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((store) => store.close()));
});
afterAll(() => rm(data, { recursive: true, force: true }));

async function open(section?: StoreSection): Promise<Store> {
  const store = await openStore(section, {
    data,
    clock: createTestClock(),
    log: silentLog,
    env: {},
  });
  opened.push(store);
  return store;
}

describe('openStore', () => {
  it('names every file and secret that cannot be read', async () => {
    const section: StoreSection = {
      driver: 'redis',
      url: 'rediss://127.0.0.1:1',
      password: { env: 'NONE' },
      caFile: join(data, 'none.pem'),
    };
    await expect(open(section)).rejects.toMatchObject({
      code: 'config_invalid',
      message: expect.stringMatching(/store\.password.*NONE[^]*store\.caFile.*none\.pem/),
    });
  });

  it('takes no authorities from what is no certificate', async () => {
    const caFile = join(data, 'ca.pem');
    await writeFile(caFile, 'no certificate');
    await expect(
      open({ driver: 'redis', url: 'rediss://127.0.0.1:1', caFile }),
    ).rejects.toMatchObject({ code: 'config_invalid', message: expect.stringContaining(caFile) });
  });

  it('opens LMDB in the data folder unless told otherwise', async () => {
    await (await open()).check();
    expect(existsSync(join(data, 'store/store.mdb'))).toBe(true);
    await (await open({ driver: 'lmdb', folder: join(data, 'elsewhere') })).check();
    expect(existsSync(join(data, 'elsewhere/store.mdb'))).toBe(true);
  });

  it('opens memory, shared with nobody', async () => {
    const [one, two] = [await open({ driver: 'memory' }), await open({ driver: 'memory' })];
    await one.put('a', 'A', { expiresAt: Number.MAX_SAFE_INTEGER });
    expect(await two.get(['a'])).toEqual([undefined]);
  });

  it('opens Redis whether it is there or not', async () => {
    const store = await open({ driver: 'redis', url: 'redis://127.0.0.1:1' });
    await expect(store.check()).rejects.toMatchObject({
      code: 'store_unavailable',
      message: 'the store at 127.0.0.1:1 cannot be reached (ECONNREFUSED)',
    });
  });
});

describe('the section store', () => {
  const faultsOf = (given: unknown) =>
    storeSection
      .safeParse(given)
      .error?.issues.map(({ path, message }) => [path.join('.'), message]);

  it.each([
    [{}, 'driver'],
    [{ driver: 'file' }, 'driver'],
    [{ driver: 'memory', folder: '/x' }, ''],
    [{ driver: 'lmdb', url: 'redis://a' }, ''],
    [{ driver: 'redis' }, 'url'],
    [{ driver: 'redis', url: 'redis://:hunter2@a' }, 'url'],
    [{ driver: 'redis', url: 'redis://a', password: 'hunter2' }, 'password'],
    [{ driver: 'redis', url: 'redis://a', prefix: '' }, 'prefix'],
    [{ driver: 'redis', url: 'redis://a', prefix: 'a b' }, 'prefix'],
    [{ driver: 'redis', url: 'redis://a', timeout: 0 }, 'timeout'],
    [{ driver: 'redis', url: 'redis://a', timeout: 61 }, 'timeout'],
    [{ driver: 'redis', url: 'redis://a', caFile: '/ca.pem' }, 'caFile'],
  ])('refuses %j', (given, path) => {
    const faults = faultsOf(given);
    expect(faults?.map(([at]) => at)).toEqual([path]);
    expect(JSON.stringify(faults)).not.toContain('hunter2');
  });

  it.each([
    { driver: 'memory' },
    { driver: 'lmdb' },
    { driver: 'redis', url: 'rediss://a/1', password: { env: 'P' }, caFile: '/ca.pem', timeout: 5 },
  ])('takes %j', (given) => {
    expect(faultsOf(given)).toBeUndefined();
  });
});
