import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import {
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { keeperConformance } from '@drawbridge/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { folderKeeper } from './folder-keeper.ts';
import { KEPT_NAMES } from './revisions.ts';

let root: string;
let folder: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'drawbridge-keeper-'));
  folder = join(root, 'tokens', 'key');
});
afterEach(() => rm(root, { recursive: true }));

const suite = keeperConformance(async () => {
  const place = await mkdtemp(join(tmpdir(), 'drawbridge-keeper-'));
  return {
    keepers: [folderKeeper(join(place, 'a')), folderKeeper(join(place, 'a'))],
    remove: () => rm(place, { recursive: true }),
  };
});

describe('folderKeeper, as every keeper,', () => {
  it.each(suite.map(({ title, run }) => [title, run] as const))('%s', (_, run) => run());
});

it('is of no folder without a name', () => {
  expect(() => folderKeeper('')).toThrow(TypeError);
});

/** Writes over what is there, many times. */
async function writeTimes(times: number): Promise<void> {
  const keeper = folderKeeper(folder);
  let version = (await keeper.read())?.version;
  for (let time = 0; time < times; time++) version = await keeper.write(`text ${time}`, version);
}

describe.skipIf(process.platform === 'win32')('folderKeeper refuses', () => {
  it.each([0o770, 0o702, 0o777])('a folder of mode %o, to read and to write', async (mode) => {
    await writeTimes(1);
    await chmod(folder, mode);
    const keeper = folderKeeper(folder);
    const expected = { code: 'data_unusable', hint: expect.stringContaining('chmod go-w') };
    await expect(keeper.read()).rejects.toMatchObject(expected);
    await expect(keeper.write('x', '1')).rejects.toMatchObject(expected);
    expect(await readdir(folder)).toEqual(['tokens.1.json']);
  });

  it.each([0o640, 0o604, 0o620, 0o602])('a file of mode %o', async (mode) => {
    await writeTimes(1);
    await chmod(join(folder, 'tokens.1.json'), mode);
    await expect(folderKeeper(folder).read()).rejects.toMatchObject({
      code: 'data_unusable',
      message: expect.stringContaining('tokens.1.json'),
    });
  });

  it('a pipe or a folder in the place of a file, and waits for neither', async () => {
    const path = join(folder, 'tokens.1.json');
    await mkdir(folder, { recursive: true, mode: 0o700 });
    execFileSync('mkfifo', ['-m', '600', path]);
    const expected = { code: 'data_unusable', message: `${path} is no plain file` };
    await expect(folderKeeper(folder).read()).rejects.toMatchObject(expected);
    await rm(path);
    await mkdir(path, { mode: 0o700 });
    await expect(folderKeeper(folder).read()).rejects.toMatchObject(expected);
  });

  it('a file in the place of the folder', async () => {
    await writeFile(join(root, 'tokens'), '', { mode: 0o600 });
    const keeper = folderKeeper(folder);
    await expect(keeper.read()).rejects.toMatchObject({ code: 'data_unusable' });
    for (const over of [undefined, '1']) {
      await expect(keeper.write('x', over)).rejects.toMatchObject({ code: 'data_unusable' });
    }
  });
});

describe('folderKeeper', () => {
  it('makes the folder and the file for this user alone', async () => {
    await writeTimes(1);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    expect((await stat(join(root, 'tokens'))).mode & 0o777).toBe(0o700);
    expect((await stat(join(folder, 'tokens.1.json'))).mode & 0o777).toBe(0o600);
  });

  it('keeps the text of the newest alone: an old token is nowhere', async () => {
    await writeTimes(5);
    const texts = await Promise.all(
      (await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8')),
    );
    expect(texts.filter((text) => text !== '')).toEqual(['text 4']);
  });

  it('keeps the number of files bounded, and a writer who slept through all that out', async () => {
    await writeTimes(KEPT_NAMES + 40);
    expect((await readdir(folder)).length).toBeLessThan(KEPT_NAMES + 20);
    for (const slept of [undefined, '1', '2', '19', '100']) {
      expect(await folderKeeper(folder).write('x', slept)).toBeUndefined();
    }
    expect((await folderKeeper(folder).read())?.text).toBe(`text ${KEPT_NAMES + 39}`);
  });

  it('removes what killed writers left, once it is an hour old, and nothing else', async () => {
    await writeTimes(1);
    const hour = Date.now() / 1000 - 3_600;
    const left = ['.old.tmp', '.new.tmp', '.a b.tmp', 'notes.tmp', 'notes.txt'];
    for (const name of left) {
      await writeFile(join(folder, name), 'secret', { mode: 0o600 });
      const at = hour + (name === '.new.tmp' ? 300 : -300);
      await utimes(join(folder, name), at, at);
    }
    await writeTimes(16);
    const names = await readdir(folder);
    expect(left.filter((name) => names.includes(name))).toEqual(left.slice(1));
  });

  it('keeps what is written also where it cannot tidy up', async () => {
    await writeTimes(1);
    await mkdir(join(folder, '.old.tmp'));
    await utimes(join(folder, '.old.tmp'), 1, 1);
    await writeTimes(16);
    expect(await folderKeeper(folder).read()).toEqual({ text: 'text 15', version: '17' });
  });

  it.each(['0', '-1', '1.5', '01', 'x', '', '1e3', '9'.repeat(16)])(
    'takes %j for no version of its own',
    async (version) => {
      await writeTimes(1);
      expect(await folderKeeper(folder).write('x', version)).toBeUndefined();
      expect((await folderKeeper(folder).read())?.text).toBe('text 0');
    },
  );

  it('begins anew where the folder was removed, and lets nobody go on from what was there', async () => {
    await writeTimes(3);
    await rm(folder, { recursive: true });
    const keeper = folderKeeper(folder);
    expect(await keeper.read()).toBeUndefined();
    expect(await keeper.write('x', '3')).toBeUndefined();
    await expect(stat(folder)).rejects.toThrow('ENOENT');
    expect(await keeper.write('anew', undefined)).toBe('1');
  });
});

it('has each folder that it makes on the disk before its first file has a name, and leaves none open', async () => {
  const { open, link } = fs.promises;
  const happened: string[] = [];
  const files: Awaited<ReturnType<typeof open>>[] = [];
  fs.promises.open = async (...args) => {
    const file = await open(...args);
    files.push(file);
    const sync = file.sync.bind(file);
    file.sync = async () => {
      happened.push(`sync ${String(args[0])}`);
      await sync();
    };
    return file;
  };
  fs.promises.link = async (from, to) => {
    happened.push(`name ${String(to)}`);
    await link(from, to);
  };
  syncBuiltinESMExports();
  try {
    await folderKeeper(folder).write('text', undefined);
  } finally {
    Object.assign(fs.promises, { open, link });
    syncBuiltinESMExports();
  }
  const above = dirname(folder);
  expect(happened.filter((each) => !each.endsWith('.tmp'))).toEqual([
    `sync ${above}`,
    `sync ${root}`,
    `name ${join(folder, 'tokens.1.json')}`,
    `sync ${folder}`,
  ]);
  // A handle that is closed has this number.
  expect(new Set(files.map(({ fd }) => fd))).toEqual(new Set([-1]));
});
