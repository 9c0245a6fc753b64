import { DrawbridgeError } from '@drawbridge/core';
import { openStart, readOpened } from '../files/read-start.ts';

/** Bytes that a file of keys may have. */
const LIMIT = 1_048_576;

/** What a file holds, and who could have read it. */
export interface KeyFileText {
  readonly text: string;
  /** Whether other users of the machine can read the file. */
  readonly exposed: boolean;
}

/** Milliseconds to wait for a pipe: whoever writes to it may have to ask a person first. */
const PATIENCE = 60_000;

/**
 * Reads a file that may hold a private key. Both facts are of one opened file: nothing can be put in its
 * place in between.
 *
 * @param patience - milliseconds to wait for what is written to a pipe. Default: 60,000
 * @throws {DrawbridgeError} `usage_invalid`
 */
export async function readKeyFile(path: string, patience = PATIENCE): Promise<KeyFileText> {
  try {
    const file = await openStart(path);
    try {
      const { mode } = await file.stat();
      const bytes = await readOpened(file, path, { limit: LIMIT, patience });
      if (bytes === undefined) throw unreadable(path, `has more than ${LIMIT} bytes`);
      // Windows has no such bits.
      const exposed = process.platform !== 'win32' && (mode & 0o077) !== 0;
      return { text: new TextDecoder().decode(bytes), exposed };
    } finally {
      await file.close();
    }
  } catch (thrown) {
    if (thrown instanceof DrawbridgeError) throw thrown;
    const { code = 'unknown' } = thrown as NodeJS.ErrnoException;
    if (code === 'ETIMEDOUT') throw unreadable(path, 'is a pipe from which nothing came', thrown);
    throw unreadable(path, `cannot be read (${code})`, thrown);
  }
}

function unreadable(path: string, why: string, cause?: unknown): DrawbridgeError {
  return new DrawbridgeError('usage_invalid', {
    detail: `${path} ${why}`,
    hint: 'Give a file of a key: PEM, JWK or JWK Set.',
    cause,
  });
}
