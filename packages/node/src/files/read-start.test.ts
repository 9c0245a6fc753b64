import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readStart } from './read-start.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drawbridge-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('readStart', () => {
  it.each([
    ['', ''],
    ['1234', '1234'],
    ['12345', '12345'],
    ['123456', '123456'],
    ['12345678', '123456'],
  ])('reads %j no further than a byte past 5', async (content, start) => {
    const file = join(folder, 'file');
    await writeFile(file, content);
    expect(Buffer.from(await readStart(file, 5)).toString()).toBe(start);
  });

  it.skipIf(process.platform === 'win32')('ends in a file that does not', async () => {
    expect(await readStart('/dev/zero', 100_000)).toHaveLength(100_001);
  });

  it('tells why it cannot', async () => {
    await expect(readStart(join(folder, 'none'), 5)).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(readStart(folder, 5)).rejects.toMatchObject({ code: 'EISDIR' });
  });
});
