import { DrawbridgeError, quoteForShell } from '@drawbridge/core';
import { dataError } from './data-error.ts';
import { openStart, readOpened } from './read-start.ts';

/** Bytes: a key of 16,384 bits has a hundredth of it. */
const LIMIT = 1_048_576;

/**
 * Reads a file that holds a secret, refusing one that other users of the machine
 * could have read.
 *
 * @throws {DrawbridgeError} `data_unusable`
 */
export async function readPrivateFile(path: string): Promise<string> {
  try {
    const file = await openStart(path);
    try {
      const found = await file.stat();
      if (!found.isFile()) throw noKey(path, 'is no file');
      // Windows has no such bits.
      if (process.platform !== 'win32' && (found.mode & 0o077) !== 0) {
        throw exposedKey(path);
      }
      const bytes = await readOpened(file, path, { limit: LIMIT });
      if (bytes === undefined) throw noKey(path, `has more than ${LIMIT} bytes`);
      return Buffer.from(bytes).toString('utf8');
    } finally {
      await file.close();
    }
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== 'ENOENT') throw dataError(thrown, path);
    throw noKey(path, 'is not there', thrown);
  }
}

function noKey(path: string, why: string, cause?: unknown): DrawbridgeError {
  return new DrawbridgeError('data_unusable', {
    detail: `${path} holds a private key and ${why}`,
    hint: 'Restore the file from a backup.',
    cause,
  });
}

/** The fault of a private key that other users of the machine could have read. */
export function exposedKey(path: string): DrawbridgeError {
  return new DrawbridgeError('data_unusable', {
    detail: `${path} holds a private key and can be read by other users`,
    hint: `Consider the key known to others and replace it; or, if it is not: chmod 600 ${quoteForShell(path)}`,
  });
}
