import { randomUUID } from 'node:crypto';
import { link, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { makeFolders } from './make-folders.ts';

/** Makes a folder, and those above it, that only this user can look into. */
export async function makePrivateFolder(path: string): Promise<void> {
  await makeFolders(path);
}

/** Whose a file is, and who may read it. */
export interface FileBits {
  /** Default: for its owner alone. */
  readonly mode?: number;
  /** Numbers of the system. Default: this user. Root alone can give a file to another. */
  readonly owner?: { readonly uid: number; readonly gid: number };
}

/**
 * Replaces a file as a whole: readers see the old content or the new, and never a
 * part, whenever this process is killed. Only this user can read it, unless told otherwise.
 */
export async function replaceFile(
  path: string,
  content: string,
  bits: FileBits = {},
): Promise<void> {
  await withTemporary(path, content, (temporary) => rename(temporary, path), bits);
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
  { mode = 0o600, owner }: FileBits = {},
): Promise<void> {
  const parent = dirname(path);
  const temporary = join(parent, `.${randomUUID()}.tmp`);
  // Opened before: when the name is there, nothing may fail any more for want of an open file.
  const folder = await open(parent, 'r');
  try {
    const file = await open(temporary, 'wx', 0o600);
    try {
      await file.writeFile(content);
      // Root that works on a user's file leaves it to the user.
      if (owner !== undefined && process.geteuid?.() === 0) await file.chown(owner.uid, owner.gid);
      if (mode !== 0o600) await file.chmod(mode);
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
