import { constants } from 'node:fs';
import { access, readFile, readlink, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { DrawbridgeError } from '@drawbridge/core';
import { replaceFile } from '@drawbridge/node';

/**
 * Sees to it that writing a file loses nothing: there is none, or it has this content already.
 *
 * @param option - that names the file, for hints. Default: `--out`
 * @throws {DrawbridgeError} `usage_invalid`
 */
export async function requireNew(path: string, content: string, option = '--out'): Promise<void> {
  let old: string;
  try {
    old = await readFile(path, 'utf8');
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw unwritable(path, thrown, option);
  }
  if (old === content) return;
  throw new DrawbridgeError('usage_invalid', {
    detail: `${path} is there already, with another content`,
    hint: `Give another file with ${option}, or move that one away.`,
  });
}

/**
 * Sees to it that a file can be written, before what is to be in it is spent on nothing.
 *
 * @param option - that names the file, for hints. Default: `--out`
 * @throws {DrawbridgeError} `usage_invalid`
 */
export async function requireWritable(path: string, option = '--out'): Promise<void> {
  try {
    await access(dirname(resolve(path)), constants.W_OK | constants.X_OK);
  } catch (thrown) {
    throw unwritable(path, thrown, option);
  }
  const what = await whatElse(path);
  if (what === undefined) return;
  throw new DrawbridgeError('usage_invalid', {
    detail: `${path} cannot be written: it is ${what}`,
    hint:
      option === '--out'
        ? 'Give the name of a file with --out; without --out it goes to standard output.'
        : `Give the name of a file with ${option}.`,
  });
}

/**
 * A file is replaced as a whole, and a device would be as well, for all who use it: `/dev/null` by root.
 *
 * @returns what there is in the place of a file, in words; `undefined` for a file, or nothing
 */
async function whatElse(path: string): Promise<string | undefined> {
  // Such as /dev/stdout, wherever that leads to just now.
  const target = await readlink(path).catch(() => '');
  if (target.startsWith('/proc/')) return 'a name for an open file';
  const found = await stat(path).catch(() => undefined);
  if (found === undefined || found.isFile()) return undefined;
  return found.isDirectory() ? 'a folder' : 'a device, pipe or socket';
}

/**
 * Writes a file as a whole, in place of what was there. Only this user can read it.
 *
 * @param option - that names the file, for hints. Default: `--out`
 * @throws {DrawbridgeError} `usage_invalid`
 */
export async function writeOutFile(path: string, content: string, option = '--out'): Promise<void> {
  try {
    await replaceFile(resolve(path), content);
  } catch (thrown) {
    throw unwritable(path, thrown, option);
  }
}

function unwritable(path: string, cause: unknown, option = '--out'): DrawbridgeError {
  const { code } = cause as NodeJS.ErrnoException;
  return new DrawbridgeError('usage_invalid', {
    detail: `${path} cannot be written (${code ?? 'unknown'})`,
    hint: `Give ${option} a file in a folder that is there and that this user may write to.`,
    cause,
  });
}
