import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, isAbsolute, join, relative } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeTokenFile } from './token-file.ts';

let parent: string;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'drawbridge-token-file-'));
});
afterEach(() => rm(parent, { recursive: true }));

const modeOf = async (path: string) => (await stat(path)).mode & 0o777;

test.each([
  ['is not there', 'nowhere', 'ENOENT'],
  ['is a file', 'file', 'ENOTDIR'],
])('a folder that %s is told of, with the variable that names it', async (_, name, code) => {
  await writeFile(join(parent, 'file'), '');
  await expect(makeTokenFile(join(parent, name))).rejects.toMatchObject({
    code: 'usage_invalid',
    message: expect.stringContaining(`(${code})`) as string,
    hint: expect.stringContaining('TMPDIR') as string,
  });
});

test('what goes wrong with the file is told of without what was to be written', async () => {
  const file = await makeTokenFile(parent);
  await rm(dirname(file.path), { recursive: true });
  const attempt = file.write('a-secret');
  await expect(attempt).rejects.toMatchObject({ code: 'usage_invalid' });
  await expect(attempt).rejects.not.toThrow('a-secret');
  // It is gone already.
  await file.remove();
});

test('it is found from any folder, whatever TMPDIR is relative to', async () => {
  const file = await makeTokenFile(relative(process.cwd(), parent));
  expect(isAbsolute(file.path)).toBe(true);
  await file.remove();
});

test('only this user can look into it, and nothing is left of it', async () => {
  const file = await makeTokenFile(parent);
  await file.write('one');
  await file.write('two');
  expect(await readFile(file.path, 'utf8')).toBe('two');
  expect([await modeOf(file.path), await modeOf(dirname(file.path))]).toEqual([0o600, 0o700]);
  expect(await readdir(dirname(file.path))).toEqual(['token']);
  await file.remove();
  expect(await readdir(parent)).toEqual([]);
});

test('two at one time have a file each', async () => {
  const [one, two] = await Promise.all([makeTokenFile(parent), makeTokenFile(parent)]);
  expect(one.path).not.toBe(two.path);
});
