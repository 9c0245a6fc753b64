import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { withPrivateFolder } from './private-folder.ts';

let parent: string;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'drawbridge-private-folder-'));
});
afterEach(() => rm(parent, { recursive: true }));

const silent = () => {};

test('nothing is left of it, whatever becomes of the work', async () => {
  const work = withPrivateFolder(parent, silent, async ({ path, write }) => {
    await Promise.all(['a', 'b', 'c'].map((name) => write(name, name)));
    expect(await readdir(parent)).toEqual([basename(path)]);
    throw new Error('no');
  });
  await expect(work).rejects.toThrow('no');
  expect(await readdir(parent)).toEqual([]);
});

test('only this user can read what is in it, also after it was replaced', async () => {
  await withPrivateFolder(parent, silent, async ({ path, pathOf, write }) => {
    await write('token', 'one');
    await write('token', 'two');
    expect(pathOf('token')).toBe(join(path, 'token'));
    const modes = [path, pathOf('token')].map(async (of) => (await stat(of)).mode & 0o777);
    expect(await Promise.all(modes)).toEqual([0o700, 0o600]);
  });
});
