import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { fileLimit } from './file-limit.ts';

it.each([
  ['Max processes 5 5 processes\nMax open files            1024       4096       files\n', 1024],
  ['Max open files            unlimited            unlimited            files\n', undefined],
  ['', undefined],
])('reads %j', async (text, limit) => {
  const folder = await mkdtemp(join(tmpdir(), 'drawbridge-limits-'));
  const path = join(folder, 'limits');
  await writeFile(path, text);
  expect(await fileLimit(path)).toBe(limit);
  await rm(folder, { recursive: true });
});

it('knows no limit where the system tells none', async () => {
  expect(await fileLimit('/nowhere/limits')).toBeUndefined();
});
