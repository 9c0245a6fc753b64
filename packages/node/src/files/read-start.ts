import { open } from 'node:fs/promises';

const CHUNK = 65_536;

/**
 * Reads a file no further than it takes to see that it is too long: it may have no end, as
 * `/dev/zero` has none.
 *
 * @param limit - bytes
 * @returns the whole of it, or `undefined` where it has more than the limit
 * @throws the faults of the file system
 */
export async function readStart(path: string, limit: number): Promise<Uint8Array | undefined> {
  const file = await open(path, 'r');
  try {
    const chunks: Uint8Array[] = [];
    let length = 0;
    while (length <= limit) {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(CHUNK), 0, CHUNK, null);
      if (bytesRead === 0) return Buffer.concat(chunks);
      chunks.push(buffer.subarray(0, bytesRead));
      length += bytesRead;
    }
    return undefined;
  } finally {
    await file.close();
  }
}
