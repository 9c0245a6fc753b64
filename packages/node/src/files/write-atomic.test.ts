import fs, { watch } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFile, makePrivateFolder, replaceFile } from './write-atomic.ts';

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drawbridge-'));
  path = join(folder, 'file');
});

afterEach(() => rm(folder, { recursive: true }));

async function modeOf(name: string): Promise<number> {
  return (await stat(name)).mode & 0o777;
}

const content = (letter: string) => letter.repeat(200_000);

describe('createFile', () => {
  it('has one winner of fifty, and its content is whole', async () => {
    const letters = [...Array(50).keys()].map((index) => String.fromCodePoint(0x41 + index));
    const results = await Promise.all(letters.map((letter) => createFile(path, content(letter))));
    expect(results.filter(Boolean)).toHaveLength(1);
    const winner = letters[results.indexOf(true)] ?? '';
    expect((await readFile(path, 'utf8')) === content(winner)).toBe(true);
    expect(await readdir(folder)).toEqual(['file']);
  });

  it('leaves a file that is there alone', async () => {
    await writeFile(path, 'old');
    await expect(createFile(path, 'new')).resolves.toBe(false);
    expect(await readFile(path, 'utf8')).toBe('old');
    expect(await readdir(folder)).toEqual(['file']);
  });

  it('creates nothing where the process may open one file less than it takes', async () => {
    const { open } = fs.promises;
    // With this many files free: the folder, the temporary file.
    for (let free = 0; free < 2; free++) {
      let opened = 0;
      fs.promises.open = (...args) =>
        opened++ < free ? open(...args) : Promise.reject(new Error('EMFILE'));
      syncBuiltinESMExports();
      try {
        await expect(createFile(path, 'x')).rejects.toThrow('EMFILE');
      } finally {
        fs.promises.open = open;
        syncBuiltinESMExports();
      }
      expect(await readdir(folder)).toEqual([]);
    }
    await expect(createFile(path, 'x')).resolves.toBe(true);
  });

  it('throws when the folder is missing', async () => {
    await expect(createFile(join(folder, 'no', 'file'), 'x')).rejects.toThrow('ENOENT');
  });
});

describe('replaceFile', () => {
  it('shows readers a whole content, old or new, at any time', async () => {
    await replaceFile(path, content('a'));
    const seen = new Set<string>();
    const state = { writing: true };
    const reader = (async () => {
      while (state.writing) seen.add(await readFile(path, 'utf8'));
    })();
    for (const letter of 'bcdefghij') await replaceFile(path, content(letter));
    state.writing = false;
    await reader;
    for (const text of seen) expect(text === content(text.charAt(0))).toBe(true);
    expect(await readdir(folder)).toEqual(['file']);
  });

  it('never lets another user read a byte: every file is 0600 from its making', async () => {
    // An observer that looks at each name as soon as it appears.
    const modes = new Set<number>();
    const looks: Promise<void>[] = [];
    const watcher = watch(folder, (_, name) => {
      const look = modeOf(join(folder, String(name))).then(
        (mode) => void modes.add(mode),
        () => {},
      );
      looks.push(look);
    });
    try {
      for (let index = 0; index < 10; index++) await replaceFile(path, content('x'));
      await new Promise((done) => setTimeout(done, 20));
      await Promise.all(looks);
    } finally {
      watcher.close();
    }
    expect([...modes]).toEqual([0o600]);
  });

  it('makes the file private that was open to others', async () => {
    await writeFile(path, 'old', { mode: 0o644 });
    await replaceFile(path, 'new');
    expect(await modeOf(path)).toBe(0o600);
    expect(await readFile(path, 'utf8')).toBe('new');
  });

  it('leaves no temporary file when it fails', async () => {
    await mkdir(path);
    await writeFile(join(path, 'in-the-way'), '');
    await expect(replaceFile(path, 'x')).rejects.toThrow();
    expect(await readdir(folder)).toEqual(['file']);
  });
});

it('keeps no file open where the temporary one cannot be removed', async () => {
  const { open, rm: remove } = fs.promises;
  const files: Awaited<ReturnType<typeof open>>[] = [];
  fs.promises.open = async (...args) => {
    const file = await open(...args);
    files.push(file);
    return file;
  };
  fs.promises.rm = () => Promise.reject(new Error('EROFS'));
  syncBuiltinESMExports();
  try {
    await expect(createFile(path, 'x')).rejects.toThrow('EROFS');
  } finally {
    Object.assign(fs.promises, { open, rm: remove });
    syncBuiltinESMExports();
  }
  // A handle that is closed has this number.
  expect(files.map(({ fd }) => fd)).toEqual([-1, -1]);
});

describe('makePrivateFolder', () => {
  it('makes every new folder on the way private', async () => {
    await makePrivateFolder(join(folder, 'a', 'b'));
    expect(await modeOf(join(folder, 'a'))).toBe(0o700);
    expect(await modeOf(join(folder, 'a', 'b'))).toBe(0o700);
  });

  it('leaves a folder that is there as it is', async () => {
    await chmod(folder, 0o755);
    await makePrivateFolder(folder);
    expect(await modeOf(folder)).toBe(0o755);
  });
});
