import { randomUUID } from 'node:crypto';
import { chmod, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** A web server reads them, as another user. */
const FILE_MODE = 0o644;
const FOLDER_MODE = 0o755;

/**
 * Writes a file that everybody may read, as a whole, and the folders above it that are missing: readers see the old
 * content or the new, whenever this process is killed.
 *
 * @throws the faults of the file system
 */
export async function writePublicFile(path: string, body: Uint8Array): Promise<void> {
  await makeFolders(dirname(path));
  await replace(path, body);
}

/** Those that are there keep their rights. */
async function makeFolders(folder: string): Promise<void> {
  const missing: string[] = [];
  for (let place = folder; ; place = dirname(place)) {
    try {
      await makeFolder(place);
      break;
    } catch (thrown) {
      const { code } = thrown as NodeJS.ErrnoException;
      if (code !== 'ENOENT' || dirname(place) === place) throw thrown;
      missing.push(place);
    }
  }
  for (const place of missing.reverse()) await makeFolder(place);
}

async function makeFolder(place: string): Promise<void> {
  try {
    await mkdir(place);
    // Whatever the umask is.
    await chmod(place, FOLDER_MODE);
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== 'EEXIST') throw thrown;
  }
}

async function replace(path: string, body: Uint8Array): Promise<void> {
  const folder = dirname(path);
  const temporary = join(folder, `.${randomUUID()}.tmp`);
  try {
    const file = await open(temporary, 'wx', FILE_MODE);
    try {
      await file.writeFile(body);
      // Whatever the umask is.
      await file.chmod(FILE_MODE);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
    const opened = await open(folder, 'r');
    try {
      await opened.sync();
    } finally {
      await opened.close();
    }
  } finally {
    await rm(temporary, { force: true });
  }
}
