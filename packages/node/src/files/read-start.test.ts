import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readStart } from './read-start.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drawbridge-start-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('readStart', () => {
  it.each([0, 1, 65_535, 65_536, 65_537, 200_000])(
    'reads %i bytes whole, up to the limit',
    async (size) => {
      const path = join(folder, `${size}`);
      const bytes = Buffer.alloc(size, 'abc');
      await writeFile(path, bytes);
      expect(Buffer.from((await readStart(path, size)) ?? 'none').equals(bytes)).toBe(true);
      if (size > 0) expect(await readStart(path, size - 1)).toBeUndefined();
    },
  );

  it.skipIf(!existsSync('/dev/zero'))('ends with a file that has no end', async () => {
    expect(await readStart('/dev/zero', 1_000_000)).toBeUndefined();
  });

  it('tells when there is no file', async () => {
    await expect(readStart(join(folder, 'none'), 1)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
