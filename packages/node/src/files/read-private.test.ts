import { chmod, chown, mkdtemp, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DrawbridgeError } from '@drawbridge/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dataError, isForeign, readPrivateFile, refuseWritable } from './read-private.ts';

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

describe.skipIf(process.platform === 'win32')('refuseWritable', () => {
  it('refuses what another user owns, and says what to do', async () => {
    // Who may not give it away owns it, and is not root.
    if (process.getuid?.() === 0) await chown(path, 1000, 1000);
    const { uid } = await stat(path);
    await expect(refuseWritable(path, uid + 1)).rejects.toMatchObject({
      code: 'data_unusable',
      message: `${path} is owned by user ${uid}, and this process works as user ${uid + 1}`,
      hint: expect.stringContaining(`chown ${uid + 1} '${path}'`),
    });
    await expect(refuseWritable(path, uid)).resolves.toBeUndefined();
    await expect(refuseWritable(path, 0)).resolves.toBeUndefined();
    await expect(refuseWritable(path)).resolves.toBeUndefined();
  });

  it.each([0o620, 0o602, 0o666])('refuses mode %o also for root', async (mode) => {
    await chmod(path, mode);
    await expect(refuseWritable(path, 0)).rejects.toMatchObject({
      hint: expect.stringContaining('chmod go-w'),
    });
  });
});

describe('isForeign', () => {
  it.each([
    [1000, 1000, false],
    [0, 1000, false],
    [1000, 0, false],
    [0, 0, false],
    [1001, 1000, true],
    [65_534, 1000, true],
  ])('of what user %d owns, for user %d, is %j', (owner, user, foreign) => {
    expect(isForeign(owner, user)).toBe(foreign);
  });
});

describe('dataError', () => {
  it('leaves what is a DrawbridgeError already', () => {
    const error = new DrawbridgeError('key_ring_unusable');
    expect(dataError(error, '/x')).toBe(error);
  });

  it.each([
    ['ENOSPC', /^\/x cannot be written: there is no room left \(ENOSPC\)$/, /Free some space/],
    ['EROFS', /^\/x cannot be written: its file system is read only/, /Mount it writable/],
    ['EMFILE', /^\/x cannot be opened: too many files are open \(EMFILE\)$/, /LimitNOFILE=/],
    ['ENFILE', /too many files are open/, /`ulimit -n`/],
    ['EACCES', /^\/x cannot be used \(EACCES\)$/, /Give a folder/],
  ])('says of %s what to do about it', (code, message, hint) => {
    const error = dataError(Object.assign(new Error(code), { code }), '/x');
    expect(error.message).toMatch(message);
    expect(error.hint).toMatch(hint);
  });

  it('takes anything that is thrown', () => {
    expect(dataError(new Error('no code'), '/x').message).toBe('/x cannot be used');
  });
});
