import { constants } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Clock, DrawbridgeError } from '@drawbridge/core';

/** A file that several processes append to, and that may be renamed under them. */
export interface AppendFile {
  /**
   * Appends lines by one write, on a line of their own whatever stands before them.
   *
   * @param text - lines, each with its end
   * @throws {Error} when not all of it was written; some of it may have been
   */
  append(text: string): Promise<void>;
  /** Flushes what was appended to the disk. */
  sync(): Promise<void>;
  /** Has the name looked up again before the next write. */
  reopen(): void;
  close(): Promise<void>;
}

/** Milliseconds between two looks whether the name stands for another file by now, or somebody left half a line. */
const LOOK_INTERVAL = 1000;

/**
 * Opens a file to append to, and makes it if there is none: only this user can read it then. When it is
 * renamed, what follows goes to a new file of the name, within a second.
 *
 * @throws {DrawbridgeError} `data_unusable`
 */
export async function openAppendFile(path: string, clock: Clock): Promise<AppendFile> {
  let file: FileHandle | undefined;
  let lookedAt = Number.NEGATIVE_INFINITY;
  file = await openOnce(path);

  async function look(): Promise<boolean> {
    if (file !== undefined && clock.monotonic() - lookedAt < LOOK_INTERVAL) return true;
    if (file !== undefined && !(await isNamed(file, path))) await letGo();
    file ??= await openOnce(path);
    lookedAt = clock.monotonic();
    return endsLine(file);
  }

  async function letGo(): Promise<void> {
    const old = file;
    file = undefined;
    await old?.close().catch(() => undefined);
  }

  return {
    async append(text) {
      try {
        const bytes = Buffer.from((await look()) ? text : `\n${text}`);
        const { bytesWritten } = await (file as FileHandle).write(bytes);
        // A disk that fills up takes a part, without a fault.
        if (bytesWritten < bytes.length) {
          throw new Error(`${bytesWritten} of ${bytes.length} bytes were written`);
        }
      } catch (thrown) {
        await letGo();
        throw thrown;
      }
    },

    async sync() {
      try {
        await file?.datasync();
      } catch (thrown) {
        await letGo();
        throw thrown;
      }
    },

    reopen() {
      lookedAt = Number.NEGATIVE_INFINITY;
    },
    close: letGo,
  };
}

async function openOnce(path: string): Promise<FileHandle> {
  let file: FileHandle | undefined;
  try {
    await refuseOthers(path);
    const { O_APPEND, O_CREAT, O_RDWR } = constants;
    file = await open(path, O_APPEND | O_CREAT | O_RDWR, 0o600);
    // A new name survives a power cut once its folder is on disk.
    if ((await file.stat()).size === 0) await syncFolder(dirname(path));
    return file;
  } catch (thrown) {
    await file?.close();
    if (thrown instanceof DrawbridgeError) throw thrown;
    const { code = 'unknown fault' } = thrown as NodeJS.ErrnoException;
    throw new DrawbridgeError('data_unusable', {
      detail: `${path} cannot be opened to append to (${code})`,
      hint: 'Let this user write to the file, and to its folder if there is no such file yet.',
      cause: thrown,
    });
  }
}

/** Before it is opened: opening a named pipe waits for its reader. */
async function refuseOthers(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return;
  if (!found.isFile() && !found.isCharacterDevice()) {
    throw new DrawbridgeError('data_unusable', {
      detail: `${path} is not a file that can be appended to`,
    });
  }
  // Windows has no such bits.
  if (process.platform !== 'win32' && found.isFile() && (found.mode & 0o002) !== 0) {
    throw new DrawbridgeError('data_unusable', {
      detail: `${path} can be written to by every user of this machine`,
      hint: `See that its content is ours, then: chmod o-w '${path}'`,
    });
  }
}

async function isNamed(file: FileHandle, path: string): Promise<boolean> {
  const named = await stat(path).catch(() => undefined);
  if (named === undefined) return false;
  const { dev, ino } = await file.stat();
  return named.dev === dev && named.ino === ino;
}

/** Whether what is appended would begin a line. A process that was killed may have left half a one. */
async function endsLine(file: FileHandle): Promise<boolean> {
  const { size } = await file.stat();
  if (size === 0) return true;
  const last = Buffer.alloc(1);
  await file.read(last, 0, 1, size - 1);
  return last.toString() === '\n';
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
