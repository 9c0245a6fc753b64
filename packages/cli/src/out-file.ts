import { constants } from 'node:fs';
import { access, readFile, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { DrawbridgeError } from '@drawbridge/core';
import { replaceFile } from '@drawbridge/node';

/**
 * Sees to it that writing a file loses nothing: there is none, or it has this content already.
 *
 * @throws {DrawbridgeError} `usage_invalid`
 */
export async function requireNew(path: string, content: string): Promise<void> {
  let old: string;
  try {
    old = await readFile(path, 'utf8');
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw unwritable(path, thrown);
  }
  if (old === content) return;
  throw new DrawbridgeError('usage_invalid', {
    detail: `${path} is there already, with another content`,
    hint: 'Give another file with --out, or move that one away.',
  });
}

/**
 * Sees to it that a file can be written, before what is to be in it is spent on nothing.
 *
 * @throws {DrawbridgeError} `usage_invalid`
 */
export async function requireWritable(path: string): Promise<void> {
  try {
    await access(dirname(resolve(path)), constants.W_OK | constants.X_OK);
  } catch (thrown) {
    throw unwritable(path, thrown);
  }
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) return;
  throw new DrawbridgeError('usage_invalid', {
    detail: `${path} cannot be written: it is a folder`,
    hint: 'Give the name of a file with --out.',
  });
}

/**
 * Writes a file as a whole, in place of what was there. Only this user can read it.
 *
 * @throws {DrawbridgeError} `usage_invalid`
 */
export async function writeOutFile(path: string, content: string): Promise<void> {
  try {
    await replaceFile(resolve(path), content);
  } catch (thrown) {
    throw unwritable(path, thrown);
  }
}

function unwritable(path: string, cause: unknown): DrawbridgeError {
  const { code } = cause as NodeJS.ErrnoException;
  return new DrawbridgeError('usage_invalid', {
    detail: `${path} cannot be written (${code ?? 'unknown'})`,
    hint: 'Give --out a file in a folder that is there and that this user may write to.',
    cause,
  });
}
