import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** For this user alone. */
const mode = 0o700;

/**
 * Makes a folder, and those above it, that only this user can look into. Node's own way to make several at once tries for
 * ever where a file system takes none of an existing folder, as /proc does, and holds the process up with that.
 *
 * @returns the uppermost that was made; `undefined` where all were there
 * @throws {NodeJS.ErrnoException} why not; its `path` is the folder that cannot be made
 */
export async function makeFolders(path: string): Promise<string | undefined> {
  const missing: string[] = [];
  let first: string | undefined;
  for (let place = path; ; place = dirname(place)) {
    try {
      if (await makeFolder(place)) first = place;
      break;
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code !== 'ENOENT' || dirname(place) === place) {
        throw thrown;
      }
      missing.push(place);
    }
  }
  for (const place of missing.reverse()) {
    if (await makeFolder(place)) first ??= place;
  }
  return first;
}

/** @returns whether it was not there before */
async function makeFolder(path: string): Promise<boolean> {
  try {
    await mkdir(path, { mode });
    return true;
  } catch (thrown) {
    // Why it cannot be made again is not the same on every system.
    if (await isFolder(path)) return false;
    throw thrown;
  }
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}
