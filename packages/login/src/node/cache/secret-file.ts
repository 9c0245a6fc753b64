import { randomBytes } from 'node:crypto';
import { createFile, dataError, makePrivateFolder } from '@drawbridge/node';
import { dirname } from 'node:path';
import { readOwnFile } from './read-own-file.ts';

/** 32 random bytes, as base64. */
export function newSecret(): string {
  return randomBytes(32).toString('base64');
}

/** @throws {DrawbridgeError} `data_unusable` */
export function readSecretFile(path: string): string | undefined {
  return readOwnFile(path)?.trim();
}

/**
 * The secret in a file; made, where there is none. Of processes that make it at once, all get the same.
 *
 * @throws {DrawbridgeError} `data_unusable`
 */
export async function openSecretFile(path: string): Promise<string> {
  for (;;) {
    const found = readSecretFile(path);
    if (found !== undefined) return found;
    const secret = newSecret();
    try {
      await makePrivateFolder(dirname(path));
      if (await createFile(path, `${secret}\n`)) return secret;
    } catch (thrown) {
      throw dataError(thrown, path);
    }
  }
}
