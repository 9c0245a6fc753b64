import { chmod, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isExposed, privateFileFault } from './private-file-fault.ts';

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drawbridge-private-'));
  path = join(folder, 'tls.key');
  await writeFile(path, 'PLANTED', { mode: 0o600 });
});

afterEach(() => rm(folder, { recursive: true }));

describe('privateFileFault', () => {
  it.each([0o644, 0o604, 0o602, 0o601, 0o444, 0o660, 0o620, 0o610, 0o666])(
    'finds fault with mode %o, whoever owns the file',
    async (mode) => {
      await chmod(path, mode);
      expect(await privateFileFault(path)).toMatch(/^other users can read or change: .*mode 600/);
    },
  );

  it('judges the file behind a symbolic link, as Kubernetes makes them', async () => {
    const link = join(folder, 'link');
    await symlink(path, link);
    expect(await privateFileFault(link)).toBeUndefined();
    await chmod(path, 0o644);
    expect(await privateFileFault(link)).toBeDefined();
  });

  it.each([0o600, 0o400])('takes mode %o', async (mode) => {
    await chmod(path, mode);
    expect(await privateFileFault(path)).toBeUndefined();
  });

  it('leaves a missing file to whoever reads it', async () => {
    expect(await privateFileFault(join(folder, 'missing'))).toBeUndefined();
  });
});

describe('isExposed', () => {
  it.each([
    [0, 0o100440, false],
    [0, 0o100640, false],
    [0, 0o100400, false],
    [0, 0o100660, true],
    [0, 0o100650, true],
    [0, 0o100444, true],
    [0, 0o100644, true],
    [1000, 0o100600, false],
    [1000, 0o100440, true],
    [1000, 0o100640, true],
  ])('of a file of user %d with mode %o is %j', (uid, mode, exposed) => {
    expect(isExposed({ uid, mode })).toBe(exposed);
  });
});
