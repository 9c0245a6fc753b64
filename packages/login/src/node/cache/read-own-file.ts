import { closeSync, constants, fstatSync, openSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DrawbridgeError, quoteForShell } from '@drawbridge/core';

/** Bytes: the longest token set and its seal take a fifth. */
const LIMIT = 1_048_576;

/**
 * Reads a file that only this user could have read and written, in a folder that only this user could have changed. All at
 * once and in this thread: it is small, and whoever wants it has nothing else to do.
 *
 * @returns `undefined` where it is not there
 * @throws {DrawbridgeError} `data_unusable`
 */
export function readOwnFile(path: string): string | undefined {
  let file: number | undefined;
  try {
    requireOwn(dirname(path), statSync(dirname(path)), 0o022);
    // Windows has no such flag. Without it, a named pipe would be waited for.
    file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const found = fstatSync(file);
    if (!found.isFile() || found.size > LIMIT) throw notOurs(path);
    requireOwn(path, found, 0o077);
    return readFileSync(file, 'utf8');
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    if (thrown instanceof DrawbridgeError) throw thrown;
    throw new DrawbridgeError('data_unusable', {
      detail: `${path} cannot be read (${code})`,
      cause: thrown,
    });
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** What root owns is taken, for root can read and change everything anyway; and root takes what anybody owns. */
function requireOwn(
  path: string,
  { uid, mode }: { readonly uid: number; readonly mode: number },
  forbidden: number,
): void {
  const user = process.geteuid?.();
  // Windows has no such bits.
  if (user === undefined) return;
  if (uid !== user && uid !== 0 && user !== 0) {
    throw new DrawbridgeError('data_unusable', {
      detail: `${path} is owned by user ${uid}, and this process works as user ${user}`,
      hint: 'Give a folder of your own with --data or DRAWBRIDGE_DATA.',
    });
  }
  if ((mode & forbidden) !== 0) {
    throw new DrawbridgeError('data_unusable', {
      detail: `${path} could be ${forbidden === 0o022 ? 'changed' : 'read or changed'} by other users`,
      hint: `Consider what is in it known to others, and sign in again; or, if it is not: chmod go= ${quoteForShell(path)}`,
    });
  }
}

function notOurs(path: string): DrawbridgeError {
  return new DrawbridgeError('data_unusable', {
    detail: `${path} is no file that Drawbridge has written`,
    hint: 'See what it is, and remove it.',
  });
}
