import { readlink } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

/** As many as Linux follows. */
const MOST = 40;

/**
 * Where a path leads that may be a link, to a file that need not be there: to replace the link would take the file from
 * where its owner keeps it, among other dotfiles say.
 *
 * @throws {NodeJS.ErrnoException} `ELOOP`, and other faults of the file system
 */
export async function followLinks(path: string): Promise<string> {
  let place = resolve(path);
  for (let count = 0; count <= MOST; count++) {
    let target: string;
    try {
      target = await readlink(place);
    } catch (thrown) {
      const { code } = thrown as NodeJS.ErrnoException;
      // Not a link; or nothing is there, or a part of it is missing.
      if (code === 'EINVAL' || code === 'ENOENT') return place;
      throw thrown;
    }
    place = resolve(dirname(place), target);
  }
  throw Object.assign(new Error('links lead to links without end'), { code: 'ELOOP' });
}
