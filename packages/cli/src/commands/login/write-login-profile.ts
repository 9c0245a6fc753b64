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
  /** The data folder, where it is not the one of default. */
  readonly data: string | undefined;
}

/**
 * Gives a profile of AWS's files its credentials.
 *
 * @throws {DrawbridgeError} `cloud_setting_invalid`, `data_unusable`
 */
export async function writeLoginProfile(
  { name, region, force, keysFile, keys, data }: LoginProfile,
  env: Readonly<NodeJS.ProcessEnv>,
): Promise<ChangedAwsFiles> {
  const paths = awsFilePaths(env);
  const source: ProfileSource =
    keys === undefined
      ? { kind: 'program', line: programLine(name, data) }
      : { kind: 'keys', credentials: keys };
  return changeAwsFiles(
    keysFile === undefined ? paths : { ...paths, credentials: resolve(keysFile) },
    (files) =>
      writeProfile(files, name, source, { force, ...(region !== undefined && { region }) }),
  );
}

/**
 * The line that has SDKs run this program, which they start without a shell and from anywhere: by its whole path.
 *
 * @throws {DrawbridgeError} `cloud_setting_invalid` for a path that such a line cannot say
 */
function programLine(name: string, data: string | undefined): string {
  const [node = '', program = ''] = process.argv;
  const words = [node, program, 'credential-process', '--profile', name];
  return [...words, ...(data === undefined ? [] : ['--data', data])].map(lineWord).join(' ');
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
