import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DrawbridgeError } from '@drawbridge/core';
import { replaceFile } from '@drawbridge/node';

/** A folder that only this user can look into, for as long as it is needed. */
export interface PrivateFolder {
  /** Absolute. */
  readonly path: string;
  /** The absolute path of a file in it, which may not be there yet. */
  pathOf(name: string): string;
  /**
   * Puts a text in place of what the file had: who reads meanwhile has one of them as a whole.
   *
   * @throws {DrawbridgeError} `usage_invalid`
   */
  write(name: string, text: string): Promise<void>;
  /** Removes it, and all that is in it. */
  remove(): Promise<void>;
}

/**
 * Makes a folder that only this user can look into, for tokens.
 *
 * @param folder - where. Default: that of temporary files
 * @throws {DrawbridgeError} `usage_invalid`
 */
export async function makePrivateFolder(folder: string | undefined): Promise<PrivateFolder> {
  // The command may go to another folder, where a relative path leads elsewhere.
  const parent = resolve(folder || tmpdir());
  const path = await mkdtemp(join(parent, 'drawbridge-')).catch((cause: unknown) => {
    throw unwritable(parent, cause);
  });
  const pathOf = (name: string) => join(path, name);
  return {
    path,
    pathOf,
    write: (name, text) =>
      replaceFile(pathOf(name), text).catch((cause: unknown) => {
        throw unwritable(pathOf(name), cause);
      }),
    remove: () => rm(path, { recursive: true, force: true }),
  };
}

/**
 * Does some work with such a folder, which is gone afterwards.
 *
 * @param say - is told where it could not be removed
 * @throws {DrawbridgeError} `usage_invalid`
 */
export async function withPrivateFolder<T>(
  folder: string | undefined,
  say: (sentence: string) => void,
  work: (made: PrivateFolder) => Promise<T>,
): Promise<T> {
  const made = await makePrivateFolder(folder);
  try {
    return await work(made);
  } finally {
    await made.remove().catch(() => say(`the folder ${made.path} could not be removed`));
  }
}

function unwritable(path: string, cause: unknown): DrawbridgeError {
  return new DrawbridgeError('usage_invalid', {
    detail: `the token cannot be written to ${path} (${(cause as NodeJS.ErrnoException).code})`,
    hint: 'Have TMPDIR name a folder with room that this user may write to.',
    cause,
  });
}
