import { randomUUID } from 'node:crypto';
import { chmod, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { DrawbridgeError } from '@drawbridge/core';
import { readStart } from '../files/read-start.ts';
import { failed, refused } from './faults.ts';
import type { Publisher, SiteFile } from './publisher.ts';
import { onlyPublic } from './require-public.ts';

/** Bytes that are compared of a file that is there; a longer one is another. */
const MAX_BYTES = 4 * 1024 * 1024;

/** A web server reads them, as another user. */
const FILE_MODE = 0o644;
const FOLDER_MODE = 0o755;

/**
 * Publishes to the folder of a web server. A file is replaced as a whole, whenever this process is killed.
 *
 * @param folder - is made where it is not there
 */
export function createFolderPublisher(folder: string): Publisher {
  const root = resolve(folder);
  const at = (path: string) => join(root, ...path.split('/'));
  return onlyPublic({
    name: root,
    async read(path) {
      try {
        const body = await readStart(at(path), MAX_BYTES);
        return { body: body ?? new Uint8Array() };
      } catch (thrown) {
        if (isMissing(thrown)) return undefined;
        throw folderFault(thrown, at(path));
      }
    },
    async write(file) {
      try {
        await makeFolders(dirname(at(file.path)));
        await replace(at(file.path), file.body);
      } catch (thrown) {
        throw folderFault(thrown, at(file.path));
      }
    },
    async close() {},
  });
}

function isMissing(thrown: unknown): boolean {
  const { code } = thrown as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'ENOTDIR';
}

/** Those that are there keep their rights. */
async function makeFolders(folder: string): Promise<void> {
  const missing: string[] = [];
  for (let place = folder; ; place = dirname(place)) {
    try {
      await makeFolder(place);
      break;
    } catch (thrown) {
      const { code } = thrown as NodeJS.ErrnoException;
      if (code !== 'ENOENT' || dirname(place) === place) throw thrown;
      missing.push(place);
    }
  }
  for (const place of missing.reverse()) await makeFolder(place);
}

async function makeFolder(place: string): Promise<void> {
  try {
    await mkdir(place);
    // Whatever the umask is.
    await chmod(place, FOLDER_MODE);
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== 'EEXIST') throw thrown;
  }
}

async function replace(path: string, body: SiteFile['body']): Promise<void> {
  const folder = dirname(path);
  const temporary = join(folder, `.${randomUUID()}.tmp`);
  try {
    const file = await open(temporary, 'wx', FILE_MODE);
    try {
      await file.writeFile(body);
      // Whatever the umask is.
      await file.chmod(FILE_MODE);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
    const opened = await open(folder, 'r');
    try {
      await opened.sync();
    } finally {
      await opened.close();
    }
  } finally {
    await rm(temporary, { force: true });
  }
}

/** What only a person can change. */
const REFUSALS: Readonly<Record<string, string>> = {
  EACCES: 'Give this user the right to write there.',
  EPERM: 'Give this user the right to write there.',
  EROFS:
    'The file system is mounted to be read only: mount it for writing, or give another folder.',
  ENOTDIR: 'A file is in the way of a folder: move it away, or give another folder.',
  EEXIST: 'A file is in the way of a folder: move it away, or give another folder.',
  EISDIR: 'A folder is in the way of the file: move it away, or give another folder.',
};

function folderFault(thrown: unknown, path: string): DrawbridgeError {
  const { code = 'unknown' } = thrown as NodeJS.ErrnoException;
  const detail = `${path} cannot be published (${code})`;
  const hint = REFUSALS[code];
  return hint === undefined ? failed(detail, undefined, thrown) : refused(detail, hint, thrown);
}
