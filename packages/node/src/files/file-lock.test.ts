import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { withFileLock } from './file-lock.ts';
import { openRevisions } from './revisions.ts';

let root: string;
let folder: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'drawbridge-lock-'));
  folder = join(root, 'lock');
});
afterEach(() => rm(root, { recursive: true }));

const what = 'the file';
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const newest = async () =>
  (await openRevisions(folder, { name: 'lock', keptTexts: 1 }).read())?.revision;

async function holdAs(holder: object): Promise<void> {
  await withFileLock(folder, { what }, () => Promise.resolve());
  const revisions = openRevisions(folder, { name: 'lock', keptTexts: 1 });
  await revisions.commit(JSON.stringify(holder), 2);
}

test('one at a time, and all in the end', async () => {
  let inside = 0;
  const seen: number[] = [];
  const work = async () => {
    seen.push(++inside);
    await pause(1);
    inside--;
  };
  await Promise.all(Array.from({ length: 20 }, () => withFileLock(folder, { what }, work)));
  expect(seen).toEqual(Array.from({ length: 20 }, () => 1));
});

test('what the work answers and throws is passed on, and the lock is free again', async () => {
  expect(await withFileLock(folder, { what }, () => Promise.resolve(7))).toBe(7);
  const failing = () => Promise.reject(new Error('mine'));
  await expect(withFileLock(folder, { what }, failing)).rejects.toThrow('mine');
  expect(await withFileLock(folder, { what }, () => Promise.resolve(8))).toBe(8);
  expect((await stat(folder)).mode & 0o077).toBe(0);
});

test('a holder that was killed is followed at once, by one', async () => {
  const { pid } = spawnSync('true');
  await holdAs({ host: hostname(), pid, until: Date.now() + 1e6 });
  let inside = 0;
  await Promise.all(
    Array.from({ length: 5 }, () =>
      withFileLock(folder, { what }, async () => {
        expect(++inside).toBe(1);
        await pause(1);
        inside--;
      }),
    ),
  );
});

test('a holder of another machine is followed after its term', async () => {
  await holdAs({ host: 'elsewhere', pid: 1, until: Date.now() - 1 });
  expect(await withFileLock(folder, { what }, () => Promise.resolve(1))).toBe(1);
});

test('what is no holder is followed', async () => {
  await holdAs(['nonsense']);
  expect(await withFileLock(folder, { what }, () => Promise.resolve(1))).toBe(1);
});

test('a holder that lives is waited for, and not for ever', async () => {
  await holdAs({ host: hostname(), pid: process.pid, until: Date.now() + 1e6 });
  const work = () => Promise.resolve();
  await expect(withFileLock(folder, { what, patience: 20 }, work)).rejects.toMatchObject({
    code: 'data_unusable',
    message: expect.stringContaining('the file is being changed by another process') as string,
  });
});

test('a holder that was held up finds that its turn has passed', async () => {
  await expect(
    withFileLock(folder, { what }, async (confirm) => {
      await confirm();
      await openRevisions(folder, { name: 'lock', keptTexts: 1 }).commit('free', 1);
      await confirm();
    }),
  ).rejects.toThrow('another one took its turn');
  // Nothing of the one that came between was undone.
  expect(await newest()).toBe(2);
});

test('a folder that cannot be made is told of', async () => {
  await writeFile(folder, '');
  const work = () => Promise.resolve();
  await expect(withFileLock(folder, { what }, work)).rejects.toMatchObject({
    code: 'data_unusable',
  });
});

test('the files of the lock do not grow without end', async () => {
  await withFileLock(folder, { what }, () => Promise.resolve());
  for (let count = 3; count <= 112; count++) {
    await writeFile(join(folder, `lock.${count}.json`), count === 112 ? 'free' : '', {
      mode: 0o600,
    });
  }
  await withFileLock(folder, { what }, () => Promise.resolve());
  expect(await newest()).toBe(114);
  expect((await readdir(folder)).length).toBeLessThan(104);
});

test('one that may take long is told whether another had it before', async () => {
  const long = { what, isLong: true };
  const waits: boolean[] = [];
  const work = async (_: unknown, waited: boolean) => {
    waits.push(waited);
    await pause(20);
  };
  await Promise.all([
    withFileLock(folder, long, work),
    pause(5).then(() => withFileLock(folder, long, work)),
  ]);
  await withFileLock(folder, long, work);
  expect(waits).toEqual([false, true, false]);
});
