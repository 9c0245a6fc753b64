import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readInside } from './read-inside.ts';

let folder: string;
let dir: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drawbridge-inside-'));
  dir = join(folder, 'site');
  await mkdir(dir);
  await writeFile(join(folder, 'secret'), 'secret');
  await writeFile(join(dir, '..page'), 'page');
});
afterAll(() => rm(folder, { recursive: true }));

const textOf = async (path: string) => {
  const bytes = await readInside(dir, path);
  return bytes && new TextDecoder().decode(bytes);
};

describe.skipIf(process.platform === 'win32')('a file of a site', () => {
  it('is never one outside of its folder', async () => {
    await symlink('../secret', join(dir, 'link'));
    await symlink('..', join(dir, 'up'));
    for (const path of ['/link', '/up/secret']) {
      await expect(textOf(path)).rejects.toMatchObject({ code: 'usage_invalid' });
    }
  });

  it('may be behind links within it, and the folder itself behind one', async () => {
    await symlink('..page', join(dir, 'index.html'));
    await symlink(dir, join(folder, 'other'));
    expect(await textOf('/index.html')).toBe('page');
    const other = await readInside(join(folder, 'other'), '/index.html');
    expect(other).toHaveLength(4);
    expect(await textOf('/missing')).toBeUndefined();
  });
});
