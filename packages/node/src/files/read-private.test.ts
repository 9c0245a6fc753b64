import { execFileSync } from 'node:child_process';
import { chmod, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DrawbridgeError } from '@drawbridge/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readPrivateFile } from './read-private.ts';

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drawbridge-'));
  path = join(folder, 'key.pem');
  await writeFile(path, 'PLANTED', { mode: 0o600 });
});

afterEach(() => rm(folder, { recursive: true }));

describe('readPrivateFile', () => {
  it.each([0o644, 0o640, 0o604, 0o620, 0o602, 0o610, 0o601, 0o666])(
    'refuses a file of mode %o, and says what to do',
    async (mode) => {
      await chmod(path, mode);
      const error = await readPrivateFile(path).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ name: 'DrawbridgeError', code: 'data_unusable' });
      const { message, hint } = error as DrawbridgeError;
      expect(message).toContain(path);
      expect(hint).toContain(`chmod 600 '${path}'`);
      expect(`${message} ${hint}`).not.toContain('PLANTED');
    },
  );

  it('judges the file behind a symbolic link', async () => {
    const link = join(folder, 'link');
    await symlink(path, link);
    await expect(readPrivateFile(link)).resolves.toBe('PLANTED');
    await chmod(path, 0o644);
    await expect(readPrivateFile(link)).rejects.toMatchObject({ code: 'data_unusable' });
  });

  it('waits for no pipe in the place of a key', async () => {
    const pipe = join(folder, 'pipe.pem');
    execFileSync('mkfifo', ['-m', '600', pipe]);
    await expect(readPrivateFile(pipe)).rejects.toMatchObject({
      code: 'data_unusable',
      message: `${pipe} holds a private key and is no file`,
    });
  });

  it('names a file that is missing', async () => {
    const missing = join(folder, 'missing.pem');
    const error = await readPrivateFile(missing).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: 'data_unusable',
      message: `${missing} holds a private key and is not there`,
      hint: 'Restore the file from a backup.',
    });
  });

  it('refuses a folder', async () => {
    await chmod(folder, 0o700);
    await expect(readPrivateFile(folder)).rejects.toMatchObject({ code: 'data_unusable' });
  });

  it.each([0o600, 0o400])('reads a file of mode %o', async (mode) => {
    await chmod(path, mode);
    await expect(readPrivateFile(path)).resolves.toBe('PLANTED');
  });
});
