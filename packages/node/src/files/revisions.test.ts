import fs from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { KEPT_NAMES, openRevisions, type Revisions } from './revisions.ts';

let folder: string;
let revisions: Revisions;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drawbridge-revisions-'));
  revisions = openRevisions(folder, { name: 'text', keptTexts: 1 });
});
afterEach(() => rm(folder, { recursive: true }));

/** Writes files as they are, for revisions of these numbers. */
async function leave(...numbers: readonly number[]): Promise<void> {
  for (const number of numbers) await writeFile(revisions.pathOf(number), '', { mode: 0o600 });
}

const names = async () => (await readdir(folder)).toSorted();

/** Has another function of the file system in the place of one while something is done. */
async function instead(
  functions: Partial<typeof fs.promises>,
  work: () => Promise<void>,
): Promise<void> {
  const { link, readdir: list, rm: remove } = fs.promises;
  Object.assign(fs.promises, functions);
  syncBuiltinESMExports();
  try {
    await work();
  } finally {
    Object.assign(fs.promises, { link, readdir: list, rm: remove });
    syncBuiltinESMExports();
  }
}

describe('what is read', () => {
  it('is the newest, where the one that was listed is gone meanwhile', async () => {
    await leave(1);
    const { readdir: list } = fs.promises;
    let lists = 0;
    const slow = async (path: string) => {
      const found = await list(path);
      if (++lists > 1) return found;
      await rm(revisions.pathOf(1));
      await writeFile(revisions.pathOf(2), 'newer', { mode: 0o600 });
      return found;
    };
    await instead({ readdir: slow as typeof list }, async () => {
      expect(await revisions.read()).toMatchObject({ text: 'newer', revision: 2 });
    });
  });

  it.skipIf(process.platform === 'win32')('is no file that others may write to', async () => {
    await leave(1);
    await chmod(revisions.pathOf(1), 0o620);
    await expect(revisions.read()).rejects.toMatchObject({
      code: 'data_unusable',
      hint: expect.stringContaining('chmod go-w') as string,
    });
  });
});

describe('a change', () => {
  it.skipIf(process.platform === 'win32')(
    'fails where nobody can tell whether the one before it is there',
    async () => {
      await symlink(revisions.pathOf(1), revisions.pathOf(1));
      await expect(revisions.commit('new', 1)).rejects.toMatchObject({ code: 'data_unusable' });
    },
  );

  it('of who slept until the name of the next was given up is none', async () => {
    await leave(1);
    const { link } = fs.promises;
    const late: typeof link = async (...paths) => {
      // What others do meanwhile: a hundred changes, and a sweep.
      await rm(revisions.pathOf(1));
      await leave(0, 3);
      return link(...paths);
    };
    await instead({ link: late }, async () => {
      expect(await revisions.commit('late', 1)).toBe(false);
    });
    expect(await names()).toEqual(['text.0.json', 'text.3.json']);
  });

  it('counts also where the one before it cannot be emptied', async () => {
    await mkdir(revisions.pathOf(1));
    expect(await revisions.commit('new', 1)).toBe(true);
    expect((await revisions.read())?.text).toBe('new');
    expect(await names()).toEqual(['text.1.json', 'text.2.json']);
  });
});

describe('a sweep', () => {
  it('leaves as many names as are kept, and a mark', async () => {
    const last = KEPT_NAMES + 2;
    await leave(1, 2, 3, last);
    await revisions.sweep(await names(), KEPT_NAMES);
    expect(await names()).toHaveLength(4);
    await revisions.sweep(await names(), last);
    expect(await names()).toEqual(['text.0.json', `text.${last}.json`, 'text.3.json'].toSorted());
  });

  it('goes by age, one after the other, and once there is the mark: else a slow writer may win', async () => {
    await leave(2, 10, 1);
    const { rm: remove } = fs.promises;
    const removed: string[] = [];
    let atOnce = 0;
    const noting: typeof remove = async (path, options) => {
      if (/text\.\d+\.json$/.test(String(path))) {
        removed.push(String(path));
        expect([++atOnce, (await names()).includes('text.0.json')]).toEqual([1, true]);
      }
      await remove(path, options);
      atOnce = 0;
    };
    const found = await names();
    await instead({ rm: noting }, () => revisions.sweep(found, KEPT_NAMES + 10));
    expect(removed).toEqual([1, 2, 10].map((number) => revisions.pathOf(number)));
  });

  it('does not mind that another was faster', async () => {
    await leave(2);
    await revisions.sweep(['text.1.json', 'text.2.json'], KEPT_NAMES + 2);
    expect(await names()).toEqual(['text.0.json']);
  });
});
