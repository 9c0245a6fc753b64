import { execFileSync } from 'node:child_process';
import {
  link,
  mkdir,
  mkdtemp,
  open,
  readFile,
  rm,
  stat,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@drawbridge/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLmdbStore } from '../lmdb-store.ts';
import { lmdbFileFault } from './file-fault.ts';
import { loadLmdb } from './load-lmdb.ts';
import { openEnvironment } from './open-environment.ts';

let place: string;
beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), 'drawbridge-environment-'));
});
afterAll(() => rm(place, { recursive: true, force: true }));

const openIn = (folder: string) => openLmdbStore({ folder, clock: systemClock });

/** A folder that a store was in. */
async function used(): Promise<string> {
  const folder = await mkdtemp(join(place, 'used-'));
  const store = await openIn(folder);
  await Promise.all(
    Array.from({ length: 100 }, (_, index) =>
      store.put(`key/${index}`, 'x'.repeat(1000), { expiresAt: 9_999_999_999 }),
    ),
  );
  await store.close();
  return folder;
}

async function overwrite(path: string, bytes: Buffer, position: number): Promise<void> {
  const file = await open(path, 'r+');
  await file.write(bytes, 0, bytes.length, position);
  await file.close();
}

/** Whether this process has a lock on a file. */
async function hasLock(path: string): Promise<boolean> {
  const { ino } = await stat(path);
  const locks = await readFile('/proc/locks', 'utf8');
  return locks
    .split('\n')
    .some((line) => line.includes(` ${process.pid} `) && line.includes(`:${ino} `));
}

describe('opening the files of LMDB', () => {
  // Linux alone tells who has which lock.
  it.runIf(process.platform === 'linux')(
    'leaves LMDB its locks when a folder is opened once more',
    async () => {
      const folder = await mkdtemp(join(place, 'twice-'));
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
      const folder = await mkdtemp(join(place, 'folder-'));
      await mkdir(join(folder, name));
      await expect(openIn(folder)).rejects.toMatchObject({
        code: 'data_unusable',
        message: expect.stringContaining(name),
      });
    },
  );

  it.each(['store.mdb', 'store.mdb-lock', 'store-gate.mdb', 'store-gate.mdb-lock'])(
    'refuses a named pipe for %s, and does not wait for its reader',
    async (name) => {
      const folder = await mkdtemp(join(place, 'pipe-'));
      execFileSync('mkfifo', [join(folder, name)]);
      await expect(openIn(folder)).rejects.toMatchObject({
        code: 'data_unusable',
        message: `the store in ${folder} cannot be opened: ${join(folder, name)} is not a file`,
      });
    },
  );

  it.each([
    ['link', link],
    ['symbolic link', symlink],
  ])('refuses a gate that is a %s to the store, for it would wait for itself', async (_, make) => {
    const folder = await mkdtemp(join(place, 'link-'));
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'store.mdb'), '');
    await make(join(folder, 'store.mdb'), join(folder, 'store-gate.mdb'));
    await expect(openIn(folder)).rejects.toMatchObject({
      code: 'data_unusable',
      message: expect.stringContaining('are one file'),
    });
  });
});

// Judged without LMDB, which ends the process over each of these.
describe('the fault of a file of LMDB', () => {
  it('is none for what it wrote, and for what is empty', async () => {
    const folder = await used();
    expect(await lmdbFileFault(join(folder, 'store.mdb'))).toBeUndefined();
    expect(await lmdbFileFault(join(folder, 'store-gate.mdb'))).toBeUndefined();
    await truncate(join(folder, 'store.mdb'));
    expect(await lmdbFileFault(join(folder, 'store.mdb'))).toBeUndefined();
  });

  it.each([28, 100, 4096, 4200, 8192])('is that %i bytes are not all of it', async (length) => {
    const path = join(await used(), 'store.mdb');
    await truncate(path, length);
    expect(await lmdbFileFault(path)).toMatch(/^(was not written by LMDB|is damaged: .+)$/);
  });

  it('is the form of another release', async () => {
    const path = join(await used(), 'store.mdb');
    await overwrite(path, Buffer.from(Uint32Array.of(3).buffer), 28);
    expect(await lmdbFileFault(path)).toBe('was written by another release of LMDB');
  });

  it('is noise after the mark of LMDB', async () => {
    const path = join(place, 'noise');
    await writeFile(path, Buffer.alloc(16_384, 0xff));
    await overwrite(path, Buffer.from(Uint32Array.of(0xbe_ef_c0_de).buffer), 24);
    expect(await lmdbFileFault(path)).toBe('was written by another release of LMDB');
    await overwrite(path, Buffer.alloc(2), 18);
    expect(await lmdbFileFault(path)).toBe('was not written by LMDB');
  });

  it('is told by the store, for either of its files', async () => {
    for (const name of ['store.mdb', 'store-gate.mdb']) {
      const folder = await mkdtemp(join(place, 'cut-'));
      const whole = await used();
      await (await openIn(folder)).close();
      const path = join(folder, name);
      // Another file of the name: the gate of the old one stays open in this process.
      await rm(path);
      await writeFile(path, Buffer.alloc(0));
      execFileSync('cp', [join(whole, 'store.mdb'), path]);
      await truncate(path, 8192);
      await expect(openIn(folder)).rejects.toMatchObject({
        code: 'data_unusable',
        message: `the store in ${folder} cannot be opened: ${path} is damaged: its end is missing`,
      });
    }
  });
});
