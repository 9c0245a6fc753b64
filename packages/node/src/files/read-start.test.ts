import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
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

  describe.skipIf(process.platform === 'win32')('of a named pipe', () => {
    function pipe(name: string): string {
      const path = join(folder, name);
      execFileSync('mkfifo', [path]);
      return path;
    }

    it('waits for a writer that is slow, and reads until it ends', async () => {
      const path = pipe('slow');
      const reading = readStart(path, 100);
      const writer = await open(path, 'w');
      await new Promise((resolve) => setTimeout(resolve, 100));
      await writer.write('one ');
      await new Promise((resolve) => setTimeout(resolve, 100));
      await writer.write('two');
      await writer.close();
      expect(Buffer.from((await reading) ?? []).toString()).toBe('one two');
    });

    it('gives up when nobody writes, and when a writer says nothing', async () => {
      const path = pipe('silent');
      await expect(readStart(path, 100, 50)).rejects.toMatchObject({ code: 'ETIMEDOUT' });
      const writer = await open(path, 'r+');
      await expect(readStart(path, 100, 50)).rejects.toMatchObject({ code: 'ETIMEDOUT' });
      await writer.close();
    });
  });
});
