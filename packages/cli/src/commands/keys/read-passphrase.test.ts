import { execFileSync } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readPassphrase } from './read-passphrase.ts';

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drawbridge-'));
  path = join(folder, 'passphrase');
});
afterEach(() => rm(folder, { recursive: true }));

describe('readPassphrase', () => {
  test('takes the line, without its end', async () => {
    await writeFile(path, ' planted word \r\n', { mode: 0o600 });
    expect(await readPassphrase(path)).toBe(' planted word ');
  });

  test('reads what comes from a pipe', async () => {
    execFileSync('mkfifo', ['-m', '600', path]);
    const [read] = await Promise.all([readPassphrase(path), writeFile(path, 'planted\n')]);
    expect(read).toBe('planted');
  });

  test.each([
    ['what others can read', 'planted', 0o644, /other users can read or change/],
    ['nothing', '', 0o600, /which is empty/],
    ['what is no passphrase', 'planted'.repeat(10_000), 0o600, /more than 64 KiB/],
  ])('refuses %s', async (_, text, mode, why) => {
    await writeFile(path, text);
    await chmod(path, mode);
    const thrown = await readPassphrase(path).catch((error: unknown) => error);
    expect(thrown).toMatchObject({ code: 'usage_invalid', message: expect.stringMatching(why) });
    expect(String(thrown)).not.toContain('planted');
  });

  test('ends with a device that has no end', async () => {
    await expect(readPassphrase('/dev/zero')).rejects.toMatchObject({ code: 'usage_invalid' });
  });

  test('names the folder that has no such file, and not what may be the passphrase itself', async () => {
    await expect(readPassphrase(path)).rejects.toThrow(`the folder ${dirname(path)} has no file`);
  });
});
