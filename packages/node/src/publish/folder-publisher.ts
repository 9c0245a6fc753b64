import { join, resolve } from 'node:path';
import type { DrawbridgeError } from '@drawbridge/core';
import { readStart } from '../files/read-start.ts';
import { failed, refused } from './faults.ts';
import type { Publisher } from './publisher.ts';
import { onlyPublic } from './require-public.ts';
import { writePublicFile } from './write-public-file.ts';

/** Bytes that are compared of a file that is there; a longer one is another. */
const MAX_BYTES = 4 * 1024 * 1024;

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
        await writePublicFile(at(file.path), file.body);
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
