import { chmod, chown, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isForeign, refuseWritable } from './refuse-writable.ts';

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drawbridge-'));
  path = join(folder, 'tokens.1.json');
  await writeFile(path, 'PLANTED', { mode: 0o600 });
});

afterEach(() => rm(folder, { recursive: true }));

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
