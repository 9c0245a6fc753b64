import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeFolders } from './make-folders.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'drawbridge-folders-'));
});
afterAll(() => rm(root, { recursive: true }));

test('makes those above too, for this user alone, and says which was the first', async () => {
  const path = join(root, 'a', 'b', 'c');
  expect(await makeFolders(path)).toBe(join(root, 'a'));
  expect((await stat(join(root, 'a', 'b'))).mode & 0o077).toBe(0);
  expect(await makeFolders(path)).toBeUndefined();
});

test('says what is in the way', async () => {
  await writeFile(join(root, 'file'), '');
  await expect(makeFolders(join(root, 'file'))).rejects.toMatchObject({ code: 'EEXIST' });
  await expect(makeFolders(join(root, 'file', 'a'))).rejects.toMatchObject({ code: 'ENOTDIR' });
});

test('has the same folder made by many at one time', async () => {
  const path = join(root, 'x', 'y', 'z');
  const made = await Promise.all(Array.from({ length: 8 }, () => makeFolders(path)));
  expect((await stat(path)).isDirectory()).toBe(true);
  expect(made).toContain(join(root, 'x'));
});

// Not waited for without end: Node's recursive mkdir never ends there.
test.runIf(process.platform === 'linux')('ends where the kernel takes no folders', async () => {
  await expect(makeFolders('/proc/drawbridge/a/b')).rejects.toMatchObject({
    code: 'ENOENT',
    path: '/proc/drawbridge',
  });
});
