import { describe, expect, it } from 'vitest';
import { loadLmdb } from './load-lmdb.ts';

describe('loadLmdb', () => {
  it('says what to install when the package is not there', async () => {
    const missing = Object.assign(new Error('no'), { code: 'ERR_MODULE_NOT_FOUND' });
    await expect(loadLmdb(() => Promise.reject(missing))).rejects.toMatchObject({
      code: 'config_invalid',
      message: 'the store needs the package lmdb, which is not installed',
      hint: 'Run `npm install lmdb` where Drawbridge is installed, or have the state elsewhere: `store: {driver: redis, url: …}`.',
    });
  });

  it('says so when there is none for this machine', async () => {
    const unbuilt = new Error('No native build was found for platform=sunos');
    await expect(loadLmdb(() => Promise.reject(unbuilt))).rejects.toMatchObject({
      code: 'config_invalid',
      message: 'the store needs the package lmdb, which does not work on this machine',
      cause: unbuilt,
    });
  });

  it('loads what is installed', async () => {
    expect(typeof (await loadLmdb()).open).toBe('function');
  });
});
