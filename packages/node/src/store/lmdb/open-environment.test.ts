import { mkdir, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadLmdb } from './load-lmdb.ts';
import { openEnvironment } from './open-environment.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drawbridge-environment-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Whether this process has a lock on a file. */
async function hasLock(path: string): Promise<boolean> {
  const { ino } = await stat(path);
  const locks = await readFile('/proc/locks', 'utf8');
  return locks
    .split('\n')
    .some((line) => line.includes(` ${process.pid} `) && line.includes(`:${ino} `));
}

// Linux alone tells who has which lock.
it.runIf(process.platform === 'linux')(
  'leaves LMDB its locks when a folder is opened once more',
  async () => {
    const lmdb = await loadLmdb();
    const opened = [await openEnvironment(lmdb, folder)];
    try {
      const files = ['store.mdb-lock', 'store-gate.mdb-lock'].map((name) => join(folder, name));
      for (const file of files) expect(await hasLock(file), file).toBe(true);
      opened.push(await openEnvironment(lmdb, folder));
      for (const file of files) expect(await hasLock(file), file).toBe(true);
    } finally {
      for (const { root } of opened) await root.close();
    }
  },
);

it.each(['store.mdb-lock', 'store-gate.mdb-lock'])(
  'refuses a folder in which %s is no file',
  async (name) => {
    await mkdir(join(folder, name));
    await expect(openEnvironment(await loadLmdb(), folder)).rejects.toMatchObject({
      code: 'data_unusable',
      message: expect.stringContaining(name),
    });
  },
);
