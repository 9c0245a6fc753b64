import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DrawbridgeError } from '@drawbridge/core';
import { replaceFile } from '@drawbridge/node';

/** A file with a token that programs of this user read, for as long as it is needed. */
export interface TokenFile {
  /** Absolute. */
  readonly path: string;
  /**
   * Puts a token in place of the old one: who reads meanwhile has one of them as a whole.
   *
   * @throws {DrawbridgeError} `usage_invalid`
   */
  write(token: string): Promise<void>;
  /** Removes it, and all around it. */
  remove(): Promise<void>;
}

/**
 * Makes a folder that only this user can look into, for a token.
 *
 * @param folder - where. Default: that of temporary files
 * @throws {DrawbridgeError} `usage_invalid`
 */
export async function makeTokenFile(folder: string | undefined): Promise<TokenFile> {
  // The command may go to another folder, where a relative path leads elsewhere.
  const parent = resolve(folder || tmpdir());
  const made = await mkdtemp(join(parent, 'drawbridge-')).catch((cause: unknown) => {
    throw unwritable(parent, cause);
  });
  const path = join(made, 'token');
  return {
    path,
    write: (token) =>
      replaceFile(path, token).catch((cause: unknown) => {
        throw unwritable(path, cause);
      }),
    remove: () => rm(made, { recursive: true, force: true }),
  };
}

function unwritable(path: string, cause: unknown): DrawbridgeError {
  return new DrawbridgeError('usage_invalid', {
    detail: `the token cannot be written to ${path} (${(cause as NodeJS.ErrnoException).code})`,
    hint: 'Have TMPDIR name a folder with room that this user may write to.',
    cause,
  });
}
