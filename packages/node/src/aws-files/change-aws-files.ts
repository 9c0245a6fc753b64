import { DrawbridgeError } from '@drawbridge/core';
import { type AwsFile, readAwsFile, requireWritable, unusable, writeAwsFile } from './aws-file.ts';
import type { AwsFilePaths } from './aws-file-paths.ts';
import { followLinks } from './follow-links.ts';
import { withAwsLocks } from './with-aws-locks.ts';

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
  return withAwsLocks(places, async (confirm) => {
    // Both before either: a profile that lost in one what the other does not get would have nothing.
    const before = await readAwsFiles(places);
    const after = change(before);
    for (const name of ['config', 'credentials'] as const) {
      if (after[name] !== before[name]) requireWritable(await readAwsFile(places[name]), user);
    }
    const written = new Set<string>();
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
      written.add(file.path);
      if (isSecret && process.platform !== 'win32' && ((file.found?.mode ?? 0) & 0o077) !== 0)
        exposed = file.path;
    }
    return { written: [...written], ...(exposed !== undefined && { exposed }) };
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
