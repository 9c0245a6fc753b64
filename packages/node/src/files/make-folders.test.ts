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
