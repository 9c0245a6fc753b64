import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readStartOfFile } from './read-start-of-file.ts';

let file: string;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drawbridge-start-'));
  file = join(folder, 'file');
  await writeFile(file, 'grün');
});
afterAll(() => rm(folder, { recursive: true }));

test('is the text of the file, up to the limit', async () => {
  expect(await readStartOfFile(file, 5)).toBe('grün');
  await expect(readStartOfFile(file, 4)).rejects.toMatchObject({ code: 'EFBIG' });
});

test.skipIf(process.platform === 'win32')('a device without an end has one here', async () => {
  await expect(readStartOfFile('/dev/zero')).rejects.toMatchObject({ code: 'EFBIG' });
});
