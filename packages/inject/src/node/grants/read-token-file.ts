import { decodeUtf8, DrawbridgeError } from '@drawbridge/core';
import { readStart } from '@drawbridge/node';

/** Bytes: no header field has more. */
const MAX_BYTES = 64 * 1024;

/**
 * Reads a file that something else keeps a fresh token in. It is looked at no further than such a file goes, and a pipe that
 * nobody writes to is waited for no longer than `readStart` does.
 *
 * @throws {DrawbridgeError} `token_endpoint_unavailable`: it may be another any moment, so this ends no sign-in
 */
export async function readTokenFile(path: string): Promise<string> {
  const bytes = await readStart(path, MAX_BYTES).catch((thrown: NodeJS.ErrnoException) => {
    throw unfitFile(path, `cannot be read (${thrown.code})`, thrown);
  });
  if (bytes === undefined) throw unfitFile(path, 'has more than 64 KiB');
  const text = decodeUtf8(bytes);
  if (text === undefined) throw unfitFile(path, 'has what is no text in UTF-8');
  return text;
}

/** The fault of such a file. @param what - is wrong with it, as the rest of a sentence */
export function unfitFile(path: string, what: string, cause?: unknown): DrawbridgeError {
  return new DrawbridgeError('token_endpoint_unavailable', {
    detail: `the file ${path} ${what}`,
    hint: 'See to what writes it. It is read again by itself.',
    ...(cause !== undefined && { cause }),
  });
}
