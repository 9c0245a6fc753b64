import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

const CHUNK = 65_536;
/** Milliseconds between two looks into a pipe that has nothing yet. */
const PAUSE = 10;

/** How far a file is read. */
export interface StartOptions {
  /** Bytes. */
  readonly limit: number;
  /** Milliseconds to wait for what is written to a pipe. Default: 5,000. */
  readonly patience?: number;
}

/**
 * Opens a file to read it. Else opening a named pipe waits for its writer without end, in a thread that
 * cannot be called off: four of them stop all work with files, and one keeps the process from ending.
 */
export function openStart(path: string): Promise<FileHandle> {
  // Windows has no such flag: its `undefined` adds no bit.
  return open(path, constants.O_RDONLY | constants.O_NONBLOCK);
}

/**
 * Reads a file no further than it takes to see that it is too long: it may have no end, as
 * `/dev/zero` has none. It may be a pipe, as `<(command)` of a shell is one.
 *
 * @param limit - bytes
 * @param patience - milliseconds to wait for what is written to a pipe. Default: 5,000.
 * @returns the whole of it, or `undefined` where it has more than the limit
 * @throws the faults of the file system; `ETIMEDOUT` for a pipe that nobody writes to
 */
export async function readStart(
  path: string,
  limit: number,
  patience?: number,
): Promise<Uint8Array | undefined> {
  const file = await openStart(path);
  try {
    return await readOpened(file, path, { limit, ...(patience !== undefined && { patience }) });
  } finally {
    await file.close();
  }
}

/** As {@link readStart}, from a file of {@link openStart}. */
export async function readOpened(
  file: FileHandle,
  path: string,
  { limit, patience = 5_000 }: StartOptions,
): Promise<Uint8Array | undefined> {
  const until = performance.now() + patience;
  const isPipe = (await file.stat()).isFIFO();
  const chunks: Uint8Array[] = [];
  let length = 0;
  while (length <= limit) {
    const chunk = await readChunk(file);
    // A pipe is at its end before its first writer has come, too.
    if (chunk === undefined || (isPipe && length === 0 && chunk.length === 0)) {
      if (performance.now() >= until) throw silent(path);
      await sleep(PAUSE);
      continue;
    }
    if (chunk.length === 0) return Buffer.concat(chunks);
    chunks.push(chunk);
    length += chunk.length;
  }
  return undefined;
}

/** @returns `undefined` where there is nothing yet */
async function readChunk(file: FileHandle): Promise<Uint8Array | undefined> {
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(CHUNK), 0, CHUNK, null);
    return buffer.subarray(0, bytesRead);
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'EAGAIN') return undefined;
    throw thrown;
  }
}

function silent(path: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`nothing comes from ${path}`), { code: 'ETIMEDOUT' });
}
