import { open } from 'node:fs/promises';
import { configError } from '@drawbridge/core';
import type { SecretReference } from './shared-schemas.ts';

const MAX_BYTES = 65_536;

/**
 * Reads a secret from where it is. One line end after it is not part of it, for editors add one.
 *
 * @param at - the path of the setting, for messages
 * @throws {DrawbridgeError} `config_invalid`, when it cannot be read, is empty, has more
 *   than 64 KiB or is no UTF-8; never with the secret in it
 */
export async function resolveSecret(
  reference: SecretReference,
  env: Readonly<Record<string, string | undefined>>,
  at = 'a secret',
): Promise<string> {
  const refuse = (message: string) => configError([{ path: at, message }]);
  if ('env' in reference) {
    const name = reference.env;
    const bytes = Buffer.from(env[name] ?? '');
    return textOf(bytes, `the variable ${name}`, refuse);
  }
  const path = reference.file;
  let bytes: Uint8Array;
  try {
    bytes = await readStart(path);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw refuse(`is in the file ${path}, which cannot be read (${code})`);
  }
  return textOf(bytes, `the file ${path}`, refuse);
}

/** Reads a file no further than it takes to see that it is too long: it may have no end. */
async function readStart(path: string): Promise<Uint8Array> {
  const file = await open(path, 'r');
  try {
    const buffer = Buffer.alloc(MAX_BYTES + 1);
    let length = 0;
    while (length < buffer.length) {
      const { bytesRead } = await file.read(buffer, length, buffer.length - length, null);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    return buffer.subarray(0, length);
  } finally {
    await file.close();
  }
}

function textOf(bytes: Uint8Array, where: string, refuse: (message: string) => Error): string {
  if (bytes.length > MAX_BYTES) throw refuse(`is in ${where}, which has more than 64 KiB`);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw refuse(`is in ${where}, which is not UTF-8 text`);
  }
  const secret = text.replace(/\r?\n$/, '');
  if (secret === '') throw refuse(`is in ${where}, which is empty or not there`);
  return secret;
}
