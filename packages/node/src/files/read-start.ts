import { open } from 'node:fs/promises';

/**
 * Reads a file no further than one byte past a limit: it may have no end, whatever size it says it
 * has. So who gets more bytes than the limit knows that the file is too long.
 *
 * @param limit - bytes
 * @throws {NodeJS.ErrnoException}
 */
export async function readStart(path: string, limit: number): Promise<Uint8Array> {
  const file = await open(path, 'r');
  try {
    const buffer = Buffer.allocUnsafe(limit + 1);
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
