import { open } from 'node:fs/promises';
import { DrawbridgeError } from '@drawbridge/core';

/** Bytes that a file of keys may have. */
const LIMIT = 1_048_576;

/** What a file holds, and who could have read it. */
export interface KeyFileText {
  readonly text: string;
  /** Whether other users of the machine can read the file. */
  readonly exposed: boolean;
}

/**
 * Reads a file that may hold a private key. Both facts are of one opened file: nothing can be put in its
 * place in between.
 *
 * @throws {DrawbridgeError} `usage_invalid`
 */
export async function readKeyFile(path: string): Promise<KeyFileText> {
  try {
    const file = await open(path, 'r');
    try {
      const { mode, size } = await file.stat();
      const buffer = Buffer.alloc(LIMIT + 1);
      let length = 0;
      for (;;) {
        const { bytesRead } = await file.read(buffer, length, buffer.length - length, null);
        length += bytesRead;
        if (bytesRead === 0 || length > LIMIT) break;
      }
      if (length > LIMIT || size > LIMIT) throw unreadable(path, `has more than ${LIMIT} bytes`);
      // Windows has no such bits.
      const exposed = process.platform !== 'win32' && (mode & 0o077) !== 0;
      return { text: buffer.toString('utf8', 0, length), exposed };
    } finally {
      await file.close();
    }
  } catch (thrown) {
    if (thrown instanceof DrawbridgeError) throw thrown;
    const { code = 'unknown' } = thrown as NodeJS.ErrnoException;
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
