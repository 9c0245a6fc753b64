import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';

/** For this user alone. */
const mode = 0o700;

/**
 * Makes a folder, and those above it, that only this user can look into.
 *
 * @returns the uppermost that was made; `undefined` where all were there
 * @throws {NodeJS.ErrnoException} why not
 */
export async function makeFolders(path: string): Promise<string | undefined> {
  try {
    return await mkdir(path, { recursive: true, mode });
  } catch (thrown) {
    throw (thrown as NodeJS.ErrnoException).code === 'ENOENT'
      ? await causeOf(path, thrown)
      : thrown;
  }
}

/** Where nothing may be written, Node says of several folders at once that they are not there. */
async function causeOf(path: string, otherwise: unknown): Promise<unknown> {
  for (let place = path; ; place = dirname(place)) {
    try {
      await mkdir(place, { mode });
      return otherwise;
    } catch (thrown) {
      const isAbove = (thrown as NodeJS.ErrnoException).code === 'ENOENT';
      if (!isAbove || dirname(place) === place) return thrown;
    }
  }
}
