import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { decodeUtf8, DrawbridgeError } from '@drawbridge/core';
import { dataError } from '../files/data-error.ts';
import { withFileLock } from '../files/file-lock.ts';
import { readStart } from '../files/read-start.ts';
import { isForeign } from '../files/refuse-writable.ts';
import { makePrivateFolder, replaceFile } from '../files/write-atomic.ts';
import type { AwsFilePaths } from './aws-file-paths.ts';
import { followLinks } from './follow-links.ts';

/** The texts of AWS's two files; empty where there is none. */
export interface AwsFileTexts {
  readonly credentials: string;
  readonly config: string;
}

/** What became of a change. */
export interface ChangedAwsFiles {
  /** The files that were written, where links lead to. */
  readonly written: readonly string[];
  /** The file of credentials, where other users of the machine could read it before. */
  readonly exposed?: string;
}

/**
 * Reads AWS's files where links lead to; a file that is not there is empty.
 *
 * @throws {DrawbridgeError} `data_unusable`
 */
export async function readAwsFiles(paths: AwsFilePaths): Promise<AwsFileTexts> {
  const [credentials, config] = await Promise.all([
    readAwsFile(paths.credentials),
    readAwsFile(paths.config),
  ]);
  return { credentials: credentials.text, config: config.text };
}

/** Bytes. */
const LIMIT = 1_048_576;

interface AwsFile {
  /** Where links lead to. */
  readonly path: string;
  /** `undefined` where there is no file yet. */
  readonly found: Stats | undefined;
  readonly text: string;
}

/**
 * Changes AWS's files as a whole: of any number of processes that do so at one time each works on what the one before
 * it wrote, and a kill leaves the old text or the new. Links stay, and what they lead to is written. A file of
 * credentials is read by this user alone, from its first byte; one with stricter bits keeps them.
 *
 * @param change - answers the new texts. It is asked for each file, and again where another program edited one meanwhile
 * @param user - as whom this process works. Default: as the system says; it does not on Windows
 * @throws {DrawbridgeError} `data_unusable`; what `change` throws
 */
export async function changeAwsFiles(
  paths: AwsFilePaths,
  change: (texts: AwsFileTexts) => AwsFileTexts,
  user = process.geteuid?.(),
): Promise<ChangedAwsFiles> {
  const places = {
    credentials: await targetOf(paths.credentials),
    config: await targetOf(paths.config),
  };
  return withLocks(await lockedFolders(places), places.credentials, async (confirm) => {
    const written: string[] = [];
    let exposed: string | undefined;
    // Last, since it is what a profile is used for once it is there.
    for (const name of ['config', 'credentials'] as const) {
      const isSecret = name === 'credentials';
      const file = await changeAwsFile(places, name, change, async (found, text) => {
        requireWritable(found, user);
        await confirm();
        await writeAwsFile(found, text, isSecret);
      });
      if (file === undefined) continue;
      written.push(file.path);
      if (isSecret && process.platform !== 'win32' && ((file.found?.mode ?? 0) & 0o077) !== 0)
        exposed = file.path;
    }
    return { written, ...(exposed !== undefined && { exposed }) };
  });
}

/** How often a file may be found changed by a program that knows no lock of ours. */
const MOST_TRIES = 5;

/**
 * Writes one of the files, by what both are at that time: another program may edit them meanwhile, which keeps no lock.
 *
 * @returns the file as it was; `undefined` where it is as it should be
 */
async function changeAwsFile(
  places: AwsFilePaths,
  name: keyof AwsFilePaths,
  change: (texts: AwsFileTexts) => AwsFileTexts,
  write: (file: AwsFile, text: string) => Promise<void>,
): Promise<AwsFile | undefined> {
  let texts = await readAwsFiles(places);
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const text = change(texts)[name];
    const file = await readAwsFile(places[name]);
    if (file.text === texts[name]) {
      if (text === file.text) return undefined;
      await write(file, text);
      return file;
    }
    texts = await readAwsFiles(places);
  }
  throw new DrawbridgeError('data_unusable', {
    detail: `${places[name]} is being changed all the time by another program`,
    hint: 'It was left as it is. See what changes it, and try again.',
  });
}

async function targetOf(path: string): Promise<string> {
  try {
    return await followLinks(path);
  } catch (thrown) {
    throw unusable(path, thrown);
  }
}

/** One lock for a folder, in an order that all keep: two that each have what the other waits for would wait for ever. */
async function lockedFolders(places: AwsFilePaths): Promise<readonly string[]> {
  const folders = new Set<string>();
  for (const path of [places.credentials, places.config]) {
    // A device, such as /dev/null for none, is not written to.
    const found = await stat(path).catch(() => undefined);
    if (found === undefined || found.isFile()) folders.add(dirname(path));
  }
  return [...folders].sort();
}

async function withLocks<T>(
  folders: readonly string[],
  what: string,
  work: (confirm: () => Promise<void>) => Promise<T>,
): Promise<T> {
  const [folder, ...others] = folders;
  if (folder === undefined) return work(() => Promise.resolve());
  // Of each user its own, in a folder of several: none can open what another made.
  const lock = join(folder, `.drawbridge-lock-${process.getuid?.() ?? 'user'}`);
  let isHeld = false;
  try {
    await makePrivateFolder(folder);
    return await withFileLock(lock, { what }, (confirm) => {
      isHeld = true;
      return withLocks(others, what, (confirmOthers) =>
        work(async () => {
          await confirm();
          await confirmOthers();
        }),
      );
    });
  } catch (thrown) {
    const { cause } = thrown as Error;
    // The lock is ours; the folder, and how another is named, are AWS's.
    throw isHeld ? thrown : unusable(folder, cause ?? thrown);
  }
}

async function readAwsFile(path: string): Promise<AwsFile> {
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

function requireWritable({ path, found }: AwsFile, user: number | undefined): void {
  if (found === undefined) return;
  let fault: string | undefined;
  if (!found.isFile()) fault = found.isDirectory() ? 'it is a folder' : 'it is no plain file';
  // To replace it would make it ours.
  else if (user !== undefined && isForeign(found.uid, user)) fault = `user ${found.uid} owns it`;
  if (fault === undefined) return;
  throw new DrawbridgeError('data_unusable', {
    detail: `${path} cannot be written: ${fault}`,
    hint: HINT,
  });
}

async function writeAwsFile(
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

const HINT =
  'AWS_SHARED_CREDENTIALS_FILE and AWS_CONFIG_FILE name other files, for AWS and for Drawbridge alike.';

function unusable(path: string, thrown: unknown): DrawbridgeError {
  return dataError(thrown, path, HINT);
}
