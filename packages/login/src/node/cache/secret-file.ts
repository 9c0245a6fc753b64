import {
  createFile,
  dataError,
  makePrivateFolder,
  replaceFile,
  withFileLock,
} from '@drawbridge/node';
import { dirname, join } from 'node:path';
import type { LoginPlace } from './login-place.ts';
import { readOwnFile } from './read-own-file.ts';
import { isSecret, newSecret } from './sealing-secret.ts';

/**
 * @returns what is there, a secret or not
 * @throws {DrawbridgeError} `data_unusable`
 */
export function readSecretFile(path: string): string | undefined {
  return readOwnFile(path)?.trim();
}

/**
 * Sees to it that there is a secret in its file. Of processes that make it at once, all get the same. What is damaged is
 * replaced: nobody will ever open what it sealed.
 *
 * @throws {DrawbridgeError} `data_unusable`
 */
export async function openSecretFile({
  secretFile,
  locks,
}: Pick<LoginPlace, 'secretFile' | 'locks'>): Promise<void> {
  if (isGood(secretFile)) return;
  try {
    await makePrivateFolder(dirname(secretFile));
    if (await createFile(secretFile, `${newSecret()}\n`)) return;
    await withFileLock(join(locks, 'secret'), { what: 'the secret of logins' }, async () => {
      if (!isGood(secretFile)) await replaceFile(secretFile, `${newSecret()}\n`);
    });
  } catch (thrown) {
    throw dataError(thrown, secretFile);
  }
}

function isGood(path: string): boolean {
  return isSecret(readSecretFile(path) ?? '');
}
