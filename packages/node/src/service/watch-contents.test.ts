import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, open, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Contents, readContents, sameContents, watchContents } from './watch-contents.ts';

let folder: string;
const ends: (() => void)[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drawbridge-watch-'));
});
afterEach(async () => {
  for (const end of ends.splice(0)) end();
  await rm(folder, { recursive: true });
});

const PATIENCE = { timeout: 10_000, interval: 5 };

/** Watches files from what they hold now; acts by taking the new contents for known. */
async function watch(...files: string[]) {
  const state = { known: await readContents(files), changes: 0 };
  const end = watchContents({
    known: () => state.known,
    interval: 10,
    async onChange() {
      state.changes++;
      state.known = await readContents(files);
    },
  });
  ends.push(end);
  return { state, end };
}

/** Long enough for many looks. */
const manyLooks = () => new Promise((resolve) => setTimeout(resolve, 200));

describe('readContents', () => {
  it.skipIf(process.platform === 'win32')('leaves what is in a pipe to its reader', async () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    expect([...(await readContents([pipe]))]).toEqual([[pipe, 'a pipe']]);
    const both = await open(pipe, 'r+');
    await both.write('settings');
    expect([...(await readContents([pipe]))]).toEqual([[pipe, 'a pipe']]);
    const { buffer, bytesRead } = await both.read(Buffer.alloc(100), 0, 100, null);
    expect(buffer.toString('utf8', 0, bytesRead)).toBe('settings');
    await both.close();
  });
});

describe('watchContents', () => {
  it('acts once on a change, and again on the next', async () => {
    const file = join(folder, 'a');
    await writeFile(file, 'one');
    const { state } = await watch(file);
    await writeFile(file, 'two');
    await vi.waitFor(() => expect(state.changes).toBe(1), PATIENCE);
    await manyLooks();
    expect(state.changes).toBe(1);
    await writeFile(file, 'three');
    await vi.waitFor(() => expect(state.changes).toBe(2), PATIENCE);
  });

  it('does not act on a touch, nor on the same written anew', async () => {
    const file = join(folder, 'a');
    await writeFile(file, 'one');
    const { state } = await watch(file);
    await utimes(file, new Date(), new Date(Date.now() + 60_000));
    await writeFile(join(folder, 'b'), 'one');
    await rename(join(folder, 'b'), file);
    await manyLooks();
    expect(state.changes).toBe(0);
  });

  it('sees a change that keeps size and times', async () => {
    const file = join(folder, 'a');
    const time = new Date('2026-01-01');
    await writeFile(file, 'one');
    await utimes(file, time, time);
    const { state } = await watch(file);
    await writeFile(file, 'two');
    await utimes(file, time, time);
    await vi.waitFor(() => expect(state.changes).toBe(1), PATIENCE);
  });

  it('sees a folder of links being swapped, as Kubernetes does with secrets and config maps', async () => {
    for (const name of ['v1', 'v2']) {
      await mkdir(join(folder, name));
      await writeFile(join(folder, name, 'drawbridge.yaml'), name);
    }
    await symlink('v1', join(folder, '..data'));
    await symlink(join('..data', 'drawbridge.yaml'), join(folder, 'drawbridge.yaml'));
    const { state } = await watch(join(folder, 'drawbridge.yaml'));
    await symlink('v2', join(folder, '..data_tmp'));
    await rename(join(folder, '..data_tmp'), join(folder, '..data'));
    await vi.waitFor(() => expect(state.changes).toBe(1), PATIENCE);
  });

  it('sees a file go, and come back', async () => {
    const file = join(folder, 'a');
    await writeFile(file, 'one');
    const { state } = await watch(file);
    await rm(file);
    await vi.waitFor(() => expect(state.changes).toBe(1), PATIENCE);
    await writeFile(file, 'one');
    await vi.waitFor(() => expect(state.changes).toBe(2), PATIENCE);
  });

  it('goes on when what it tells fails', async () => {
    const file = join(folder, 'a');
    await writeFile(file, 'one');
    let known: Contents = await readContents([file]);
    let changes = 0;
    const end = watchContents({
      known: () => known,
      interval: 10,
      async onChange() {
        known = await readContents([file]);
        // Not before: what is written next would be taken for known.
        changes++;
        throw new Error('broken');
      },
    });
    ends.push(end);
    // In one step: a file that is empty for a moment is a change too.
    const replace = async (content: string) => {
      await writeFile(`${file}.new`, content);
      await rename(`${file}.new`, file);
    };
    await replace('two');
    await vi.waitFor(() => expect(changes).toBe(1), PATIENCE);
    await replace('three');
    await vi.waitFor(() => expect(changes).toBe(2), PATIENCE);
  });

  it('ends', async () => {
    const file = join(folder, 'a');
    await writeFile(file, 'one');
    const { state, end } = await watch(file);
    end();
    await writeFile(file, 'two');
    await manyLooks();
    expect(state.changes).toBe(0);
  });
});

it('readContents takes files that are not there, are folders, or have no end', async () => {
  const contents = await readContents([join(folder, 'none'), folder, '/dev/zero']);
  expect([...contents.values()]).toEqual(['ENOENT', 'EISDIR', 'too large']);
});

describe('sameContents', () => {
  it.each([
    ['another content', { a: '1' }, { a: '2' }, false],
    ['one file more', { a: '1' }, { a: '1', b: '1' }, false],
    ['another file', { a: '1' }, { b: '1' }, false],
    ['another order', { a: '1', b: '2' }, { b: '2', a: '1' }, true],
  ])('of %s', (_, a, b, same) => {
    const contents = (of: object) => new Map(Object.entries(of)) as Contents;
    expect(sameContents(contents(a), contents(b))).toBe(same);
  });
});
