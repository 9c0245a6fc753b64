import type { Stats } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { DrawbridgeError } from '@drawbridge/core';

/**
 * Reads a file that holds a secret, refusing one that other users of the machine
 * could have read.
 *
 * @throws {DrawbridgeError} `data_unusable`
 */
export async function readPrivateFile(path: string): Promise<string> {
  try {
    const file = await open(path, 'r');
    try {
      const { mode } = await file.stat();
      // Windows has no such bits.
      if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
        throw exposedKey(path);
      }
      return await file.readFile('utf8');
    } finally {
      await file.close();
    }
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== 'ENOENT') throw dataError(thrown, path);
    throw new DrawbridgeError('data_unusable', {
      detail: `${path} holds a private key and is not there`,
      hint: 'Restore the file from a backup.',
      cause: thrown,
    });
  }
}

/** The fault of a private key that other users of the machine could have read. */
export function exposedKey(path: string): DrawbridgeError {
  return new DrawbridgeError('data_unusable', {
    detail: `${path} holds a private key and can be read by other users`,
    hint: `Consider the key known to others and replace it; or, if it is not: chmod 600 '${path}'`,
  });
}

/**
 * Refuses a file or folder that other users of the machine may write to, or that is one of theirs: what stands
 * there may not be what we wrote. What root owns is taken, for root can change everything anyway; and root takes what
 * anybody owns, such as a volume that was mounted into its container.
 *
 * @param user - as whom this process works. Default: as the system says; it does not on Windows, which has no such bits
 * @throws {DrawbridgeError} `data_unusable`
 */
export async function refuseWritable(path: string, user = process.geteuid?.()): Promise<void> {
  let found: Stats;
  try {
    found = await stat(path);
  } catch (thrown) {
    throw dataError(thrown, path);
  }
  if (user === undefined) return;
  const { mode, uid } = found;
  if (isForeign(uid, user)) {
    throw new DrawbridgeError('data_unusable', {
      detail: `${path} is owned by user ${uid}, and this process works as user ${user}`,
      hint: `See that its content is yours, then, as root: chown ${user} '${path}'; or give another folder.`,
    });
  }
  if ((mode & 0o022) !== 0) {
    throw new DrawbridgeError('data_unusable', {
      detail: `${path} can be written to by other users`,
      hint: `See that its content is yours, then: chmod go-w '${path}'`,
    });
  }
}

/** Whether what one user owns is none of another's business; both as numbers of the system. */
export function isForeign(owner: number, user: number): boolean {
  return owner !== user && owner !== 0 && user !== 0;
}

/** A full disk, a full quota, a limit on the size of files. */
const NO_ROOM = ['ENOSPC', 'EDQUOT', 'EFBIG'];

/** The limit of open files of this process, or of the machine. */
const NO_FILES = ['EMFILE', 'ENFILE'];

/** Turns a fault of the file system into `data_unusable`. */
export function dataError(thrown: unknown, path: string): DrawbridgeError {
  if (thrown instanceof DrawbridgeError) return thrown;
  const code = (thrown as NodeJS.ErrnoException).code;
  if (code !== undefined && NO_ROOM.includes(code)) {
    return new DrawbridgeError('data_unusable', {
      detail: `${path} cannot be written: there is no room left (${code})`,
      hint: 'Nothing was changed. Free some space, or raise the limit of this user, and try again.',
      cause: thrown,
    });
  }
  if (code !== undefined && NO_FILES.includes(code)) {
    return new DrawbridgeError('data_unusable', {
      detail: `${path} cannot be opened: too many files are open (${code})`,
      hint: 'Raise the limit of open files: LimitNOFILE= of systemd, or `ulimit -n`.',
      cause: thrown,
    });
  }
  if (code === 'EROFS') {
    return new DrawbridgeError('data_unusable', {
      detail: `${path} cannot be written: its file system is read only (${code})`,
      hint: 'Nothing was changed. Mount it writable, or give another folder with --data or DRAWBRIDGE_DATA.',
      cause: thrown,
    });
  }
  return new DrawbridgeError('data_unusable', {
    detail: `${path} cannot be used${code === undefined ? '' : ` (${code})`}`,
    hint: 'Give a folder that this user may write to with --data or DRAWBRIDGE_DATA.',
    cause: thrown,
  });
}
