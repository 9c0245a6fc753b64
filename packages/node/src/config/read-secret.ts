import { decodeUtf8 } from '@drawbridge/core';
import { readStart } from '../files/read-start.ts';
import { unreadableSecret } from '../files/unreadable-secret.ts';
import type { SecretReference } from './shared-schemas.ts';

const MAX_BYTES = 64 * 1024;

/** A secret, or why there is none: the rest of a sentence that begins with the setting's path. */
type ReadSecret = { readonly secret: string } | { readonly fault: string };

/**
 * Reads a secret from where it is. One line end after it is not part of it, for editors add one.
 * It is a fault when it cannot be read, is empty, has more than 64 KiB or is no UTF-8; no fault has
 * the secret in it.
 */
export async function readSecret(
  reference: SecretReference,
  env: Readonly<Record<string, string | undefined>>,
): Promise<ReadSecret> {
  if ('env' in reference) {
    const name = reference.env;
    return textOf(Buffer.from(env[name] ?? ''), `the variable ${name}`);
  }
  const path = reference.file;
  try {
    return textOf(await readStart(path, MAX_BYTES), `the file ${path}`);
  } catch (cause) {
    return { fault: await unreadableSecret(path, cause) };
  }
}

function textOf(bytes: Uint8Array | undefined, where: string): ReadSecret {
  if (bytes === undefined || bytes.length > MAX_BYTES)
    return { fault: `is in ${where}, which has more than 64 KiB` };
  const text = decodeUtf8(bytes);
  if (text === undefined) return { fault: `is in ${where}, which is not UTF-8 text` };
  const secret = text.replace(/\r?\n$/, '');
  return secret === '' ? { fault: `is in ${where}, which is empty or not there` } : { secret };
}
