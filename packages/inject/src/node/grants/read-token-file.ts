import { DrawbridgeError } from '@drawbridge/core';
import { readStart } from '@drawbridge/node';

/** Bytes: no header field has more. */
const MAX_BYTES = 64 * 1024;

/** Which file it is, and how long is waited. */
export interface TokenFileOptions {
  /** The file, at the beginning of a sentence. Default: `the file …`. */
  readonly who?: string;
  /** Milliseconds to wait for who writes to a pipe. Default: 5,000. */
  readonly patience?: number | undefined;
}

/**
 * Reads a file that something else keeps a token in.
 *
 * @throws {DrawbridgeError} `token_endpoint_unavailable`: it may be there any moment, so this ends no sign-in
 */
export async function readTokenFile(
  path: string,
  { who = `the file ${path}`, patience }: TokenFileOptions = {},
): Promise<string> {
  let bytes: Uint8Array | undefined;
  try {
    bytes = await readStart(path, MAX_BYTES, patience);
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException;
    throw staleFile(`${who} cannot be read (${code})`, thrown);
  }
  if (bytes === undefined) throw staleFile(`${who} has more than 64 KiB`);
  return new TextDecoder().decode(bytes);
}

/** The fault of a file that has no token for now. */
export function staleFile(detail: string, cause?: unknown): DrawbridgeError {
  return new DrawbridgeError('token_endpoint_unavailable', {
    detail,
    hint: 'See to what writes it. It is read again by itself.',
    ...(cause !== undefined && { cause }),
  });
}
