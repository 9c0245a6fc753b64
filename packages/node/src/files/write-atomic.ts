import { randomUUID } from 'node:crypto';
import { link, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { makeFolders } from './make-folders.ts';

/** Makes a folder, and those above it, that only this user can look into. */
export async function makePrivateFolder(path: string): Promise<void> {
  await makeFolders(path);
}

/**
 * Replaces a file as a whole: readers see the old content or the new, and never a
 * part, whenever this process is killed. Only this user can read it.
 */
export async function replaceFile(path: string, content: string): Promise<void> {
  await withTemporary(path, content, (temporary) => rename(temporary, path));
}

/**
 * Creates a file as a whole, unless its name is taken: of any number of processes
 * that try, one succeeds.
 *
 * @returns whether it was this call that created the file
 */
export async function createFile(path: string, content: string): Promise<boolean> {
  try {
    await withTemporary(path, content, (temporary) => link(temporary, path));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Empties a file that nobody needs any more, but for its name. Who has it open reads on in the old content. It is not
 * waited for that this is on the disk: after a power cut the old content may be there again.
 */
export async function emptyFile(path: string): Promise<void> {
  const temporary = join(dirname(path), `.${randomUUID()}.tmp`);
  try {
    await (await open(temporary, 'wx', 0o600)).close();
    await rename(temporary, path);
  } finally {
    await rm(temporary, { force: true });
  }
}

async function withTemporary(
  path: string,
  content: string,
  publish: (temporary: string) => Promise<void>,
): Promise<void> {
  const parent = dirname(path);
  const temporary = join(parent, `.${randomUUID()}.tmp`);
  // Opened before: when the name is there, nothing may fail any more for want of an open file.
  const folder = await open(parent, 'r');
  try {
    const file = await open(temporary, 'wx', 0o600);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await publish(temporary);
    // A new name survives a power cut once its folder is on disk too.
    await folder.sync();
  } finally {
    try {
      await rm(temporary, { force: true });
    } finally {
      await folder.close();
    }
  }
}
