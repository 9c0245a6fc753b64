import { open, readdir, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { DrawbridgeError, quoteForShell } from '@drawbridge/core';
import { makeFolders } from './make-folders.ts';
import { dataError } from './data-error.ts';
import { refuseWritable } from './refuse-writable.ts';
import { openRevisions } from './revisions.ts';

/** A keeper of a token source: the `TokenKeeper` of `@drawbridge/oauth`. */
export interface FolderKeeper {
  /** @throws {DrawbridgeError} `data_unusable` */
  read(): Promise<{ readonly text: string; readonly version: string } | undefined>;
  /**
   * @returns the new version; `undefined` for a conflict
   * @throws {DrawbridgeError} `data_unusable`
   */
  write(text: string, over: string | undefined): Promise<string | undefined>;
}

/** Between two sweeps, how many changes there are. */
const SWEEP_EVERY = 16;

/** Milliseconds after which a temporary file belongs to no writer that is alive. */
const LEFT_OVER_AFTER = 3_600_000;

const LEFT_OVER = /^\.[\w-]+\.tmp$/;

/**
 * Makes a keeper in a folder of its own, for processes of this user on this machine. Each change is one new file, on the
 * disk before it counts, that only this user can read: a kill leaves the one before it or the new one, whole. A folder
 * or a file of another user is refused, but for those of root; and root, such as in a container, takes anybody's.
 *
 * @param folder - made when it is first written to. See `tokenKey` of `@drawbridge/oauth` for a name
 * @param what - is kept in it: the name of its files
 * @throws {TypeError} for a folder without a name
 */
export function folderKeeper(folder: string, what: 'tokens' | 'keys' = 'tokens'): FolderKeeper {
  // A variable that is not set would have them in the folder that the program was started in.
  if (folder === '') throw new TypeError('the folder of a keeper has no name');
  const place = resolve(folder);
  const revisions = openRevisions(place, { name: what, keptTexts: 1 });
  return {
    async read() {
      const newest = await revisions.read();
      if (newest === undefined) return undefined;
      await refuseExposed(newest.path, what);
      return { text: newest.text, version: `${newest.revision}` };
    },
    async write(text, over) {
      const revision = over === undefined ? 0 : toRevision(over);
      if (revision === undefined) return undefined;
      if (revision === 0) await makeFolder(place);
      if (!(await isThere(place))) return undefined;
      await refuseWritable(place);
      if (!(await revisions.commit(text, revision))) return undefined;
      const written = revision + 1;
      if (written % SWEEP_EVERY === 0) {
        // What is kept is as it should be: tidying up is never worth a failed change.
        await sweep(written).catch(() => undefined);
      }
      return `${written}`;
    },
  };

  async function sweep(newest: number): Promise<void> {
    const names = await readdir(place);
    await revisions.sweep(names, newest);
    const { mtimeMs } = await stat(revisions.pathOf(newest));
    for (const name of names.filter((found) => LEFT_OVER.test(found))) {
      const path = join(place, name);
      const left = await stat(path).catch(() => ({ mtimeMs: Infinity }));
      if (left.mtimeMs < mtimeMs - LEFT_OVER_AFTER) await rm(path, { force: true });
    }
  }
}

/** A version that this keeper answered once. */
function toRevision(version: string): number | undefined {
  return /^[1-9]\d{0,14}$/.test(version) ? Number(version) : undefined;
}

/** Makes a folder, and those above it, that only this user can look into, and that a power cut does not take away. */
async function makeFolder(path: string): Promise<void> {
  try {
    const first = await makeFolders(path);
    if (first === undefined) return;
    for (let made = path; ; made = dirname(made)) {
      const parent = await open(dirname(made), 'r');
      try {
        await parent.sync();
      } finally {
        await parent.close();
      }
      if (made === first) return;
    }
  } catch (thrown) {
    // The one of them that cannot be made, not the one below it.
    throw dataError(thrown, (thrown as NodeJS.ErrnoException).path ?? path);
  }
}

async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw dataError(thrown, path);
  }
}

/** @throws {DrawbridgeError} `data_unusable` for a secret that other users could have read */
async function refuseExposed(path: string, what: string): Promise<void> {
  // Windows has no such bits. One that is gone was replaced by a newer one.
  const found = await stat(path).catch(() => undefined);
  if (process.platform === 'win32' || found === undefined || (found.mode & 0o077) === 0) return;
  throw new DrawbridgeError('data_unusable', {
    detail: `${path} holds ${what} and can be read by other users`,
    hint: `Consider the ${what} known to others: remove the file and sign in again; or, if they are not: chmod 600 ${quoteForShell(path)}`,
  });
}
