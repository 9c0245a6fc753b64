import { readFile } from 'node:fs/promises';

/**
 * How many files and sockets this process may have open, where the system tells: Linux does.
 *
 * @param path - where it tells; for tests
 */
export async function fileLimit(path = '/proc/self/limits'): Promise<number | undefined> {
  const text = await readFile(path, 'utf8').catch(() => '');
  const limit = /^Max open files +(\d+) /m.exec(text)?.[1];
  return limit === undefined ? undefined : Number(limit);
}
