import { readStart } from '@drawbridge/node';

/** Bytes: tokens and policies have a hundredth of it. */
const MOST = 1024 * 1024;

/**
 * Reads a file of text that a person named: it may be a device without an end, or a pipe that nobody writes to, in which
 * a plain read would wait where no signal reaches it.
 *
 * @param most - bytes. Default: 1 MiB.
 * @throws the faults of the file system; `EFBIG` for one that is longer, `ETIMEDOUT` for a silent pipe
 */
export async function readStartOfFile(path: string, most: number = MOST): Promise<string> {
  const bytes = await readStart(path, most);
  if (bytes !== undefined) return Buffer.from(bytes).toString('utf8');
  throw Object.assign(new Error(`${path} is longer than ${most} bytes`), { code: 'EFBIG' });
}
