import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { decodeUtf8, DrawbridgeError } from '@drawbridge/core';
import { dataError } from '../files/data-error.ts';
import { readStart } from '../files/read-start.ts';
import { isForeign } from '../files/refuse-writable.ts';
import { replaceFile } from '../files/write-atomic.ts';

/** Bytes. */
const LIMIT = 1_048_576;

/** One of AWS's files, as it was found. */
export interface AwsFile {
  /** Where links lead to. */
  readonly path: string;
  /** `undefined` where there is no file yet. */
  readonly found: Stats | undefined;
  readonly text: string;
}

/**
 * Reads one of AWS's files; one that is not there, or is no plain file, is empty.
 *
 * @throws {DrawbridgeError} `data_unusable`
 */
export async function readAwsFile(path: string): Promise<AwsFile> {
  let found: Stats;
  try {
    found = await stat(path);
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') {
      return { path, found: undefined, text: '' };
    }
    throw unusable(path, thrown);
  }
  if (!found.isFile()) return { path, found, text: '' };
  let bytes: Uint8Array | undefined;
  try {
    bytes = await readStart(path, LIMIT);
  } catch (thrown) {
    throw unusable(path, thrown);
  }
  const text = bytes === undefined ? undefined : decodeUtf8(bytes);
  if (text !== undefined) return { path, found, text };
  throw new DrawbridgeError('data_unusable', {
    detail: `${path} is no text in UTF-8 of at most ${LIMIT} bytes`,
    hint: 'Nothing was changed. AWS would not read it either: see what it is.',
  });
}

/** @param user - as whom this process works. @throws {DrawbridgeError} `data_unusable` */
export function requireWritable({ path, found }: AwsFile, user: number | undefined): void {
  if (found === undefined) return;
  let fault: string | undefined;
  if (!found.isFile()) fault = found.isDirectory() ? 'it is a folder' : 'it is no plain file';
  // To replace it would make it ours.
  else if (user !== undefined && isForeign(found.uid, user)) fault = `user ${found.uid} owns it`;
  if (fault === undefined) return;
  throw new DrawbridgeError('data_unusable', {
    detail: `${path} cannot be written: ${fault}`,
    hint: ELSEWHERE,
  });
}

/** Writes one in place of what was found. @throws {DrawbridgeError} `data_unusable` */
export async function writeAwsFile(
  { path, found }: AwsFile,
  text: string,
  isSecret: boolean,
): Promise<void> {
  const mode = (found?.mode ?? 0o600) & (isSecret ? 0o600 : 0o777);
  try {
    await replaceFile(path, text, { mode, ...(found !== undefined && { owner: found }) });
  } catch (thrown) {
    throw unusable(path, thrown);
  }
}

/** How one has another file used. */
const ELSEWHERE =
  'AWS_SHARED_CREDENTIALS_FILE and AWS_CONFIG_FILE name other files, for AWS and for Drawbridge alike.';

/** A fault of a file of AWS's, or of its folder. */
export function unusable(path: string, thrown: unknown): DrawbridgeError {
  return dataError(thrown, path, ELSEWHERE);
}
