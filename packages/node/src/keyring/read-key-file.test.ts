import { execFileSync } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readKeyFile } from './read-key-file.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drawbridge-'));
});
afterAll(() => rm(folder, { recursive: true }));

const told = (message: RegExp) => ({
  code: 'usage_invalid',
  message: expect.stringMatching(message) as string,
});

describe.skipIf(process.platform === 'win32')('readKeyFile', () => {
  it('tells whether others can read the file', async () => {
    const path = join(folder, 'key');
    await writeFile(path, '\ufeffkey ä', { mode: 0o600 });
    expect(await readKeyFile(path)).toEqual({ text: 'key ä', exposed: false });
    await chmod(path, 0o640);
    expect(await readKeyFile(path)).toMatchObject({ exposed: true });
  });

  it('reads no more than a megabyte, of a file that has no end either', async () => {
    const path = join(folder, 'large');
    await writeFile(path, 'x'.repeat(1_048_577));
    await expect(readKeyFile(path)).rejects.toMatchObject(
      told(/large has more than 1048576 bytes/),
    );
    await expect(readKeyFile('/dev/zero')).rejects.toMatchObject(told(/has more than/));
    await writeFile(path, 'x'.repeat(1_048_576));
    expect((await readKeyFile(path)).text).toHaveLength(1_048_576);
  });

  it('does not wait without end for a pipe that nobody writes to', async () => {
    const path = join(folder, 'pipe');
    execFileSync('mkfifo', [path]);
    await expect(readKeyFile(path, 50)).rejects.toMatchObject(
      told(/pipe is a pipe from which nothing came$/),
    );
  });

  it('says of a folder, and of nothing, that it cannot be read', async () => {
    await expect(readKeyFile(folder)).rejects.toMatchObject(told(/cannot be read \(EISDIR\)/));
    await expect(readKeyFile(join(folder, 'none'))).rejects.toMatchObject(told(/\(ENOENT\)/));
  });
});
