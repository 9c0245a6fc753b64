import { resolve } from 'node:path';
import { type AwsCredentials, type ProfileSource, writeProfile } from '@drawbridge/clouds/aws';
import { DrawbridgeError } from '@drawbridge/core';
import { awsFilePaths, changeAwsFiles, type ChangedAwsFiles } from '@drawbridge/node';

/** What a profile is to have. */
export interface LoginProfile {
  readonly name: string;
  readonly region: string | undefined;
  readonly force: boolean;
  /** A file that keys go to, in place of AWS's own. */
  readonly keysFile: string | undefined;
  /** Not there: the profile has this program run for its credentials. */
  readonly keys: AwsCredentials | undefined;
  /** The words by which `credential-process` is run for it. */
  readonly command: readonly string[];
}

/**
 * Gives a profile of AWS's files its credentials.
 *
 * @throws {DrawbridgeError} `cloud_setting_invalid`, `data_unusable`
 */
export async function writeLoginProfile(
  { name, region, force, keysFile, keys, command }: LoginProfile,
  env: Readonly<NodeJS.ProcessEnv>,
): Promise<ChangedAwsFiles> {
  const paths = awsFilePaths(env);
  const source: ProfileSource =
    keys === undefined
      ? { kind: 'program', line: programLine(command) }
      : { kind: 'keys', credentials: keys };
  return changeAwsFiles(
    keysFile === undefined ? paths : { ...paths, credentials: resolve(keysFile) },
    (files) =>
      writeProfile(files, name, source, { force, ...(region !== undefined && { region }) }),
  );
}

/**
 * The line that has SDKs run a program, which they start without a shell.
 *
 * @throws {DrawbridgeError} `cloud_setting_invalid` for a word that such a line cannot say
 */
function programLine(words: readonly string[]): string {
  return words.map(lineWord).join(' ');
}

/** SDKs agree on double quotes around a word with a space, and on little else. */
function lineWord(word: string): string {
  if (/^[\w@%+=:,./\\~-]+$/.test(word)) return word;
  if (!/["'`$\n\r\0;#]/.test(word)) return `"${word}"`;
  throw new DrawbridgeError('cloud_setting_invalid', {
    detail: `${word} cannot be named in a credential_process of AWS's files`,
    hint: 'Have the program, and the data folder, in a place without quotes in its path; or write keys with --keys.',
  });
}
