import { randomBytes } from 'node:crypto';
import { dirname } from 'node:path';
import { decodeUtf8, type Log } from '@drawbridge/core';
import { createFile, makePrivateFolder, readStart } from '@drawbridge/node';

const MAX_BYTES = 64 * 1024;

/** What a file `config/secret` has: its secret, nothing for want of a file, or why there is none, as the rest of a sentence. */
export type SecretFile =
  | { readonly secret: string }
  | { readonly missing: true }
  | { readonly fault: string };

/** Reads it as Vouch Proxy does: to the last byte, so that a line end behind it is a part of the secret. */
export async function readSecretFile(path: string): Promise<SecretFile> {
  try {
    const bytes = await readStart(path, MAX_BYTES);
    if (bytes === undefined) return { fault: `is in the file ${path}, which has more than 64 KiB` };
    const secret = decodeUtf8(bytes);
    if (secret === undefined) return { fault: `is in the file ${path}, which is not UTF-8 text` };
    if (secret.trim() === '') {
      return { fault: `is in the file ${path}, which is empty: remove it to have one made` };
    }
    return { secret };
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException;
    if (code === 'ENOENT') return { missing: true };
    return { fault: `is in the file ${path}, which cannot be read (${code})` };
  }
}

/**
 * The secret of a file `config/secret`, which is made where it is not there: 32 random bytes in Base64, for its owner alone. Of
 * processes that start at a time all have the same. Where it cannot be written the secret is that of this process, as in
 * Vouch Proxy, and the log is told.
 */
export async function ensureSecretFile(path: string, log: Log): Promise<string> {
  const made = randomBytes(32).toString('base64');
  try {
    await makePrivateFolder(dirname(path));
    if (await createFile(path, made)) {
      log.info('jwt.secret made', { file: path });
      return made;
    }
    const there = await readSecretFile(path);
    if ('secret' in there) return there.secret;
    tellNotKept('fault' in there ? there.fault : 'it is a link to a file that is not there');
  } catch (thrown) {
    tellNotKept((thrown as NodeJS.ErrnoException).code);
  }
  return made;

  function tellNotKept(detail: string | undefined): void {
    log.warn(
      'jwt.secret made, and it cannot be kept: whoever signs in now is signed out by a restart',
      {
        file: path,
        detail,
        hint: 'Have the folder writable, or give VOUCH_JWT_SECRET or VOUCH_JWT_SECRET_FILE.',
      },
    );
  }
}
