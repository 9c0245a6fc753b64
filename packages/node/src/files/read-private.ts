import { open } from 'node:fs/promises';
import { DrawbridgeError } from '@drawbridge/core';
import { dataError } from './data-error.ts';

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
