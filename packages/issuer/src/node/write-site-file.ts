import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileFault } from './site-fault.ts';

/**
 * Writes a file of a site as a whole: readers see the old content or the new. All users can read it, since a web server
 * is another one; nothing of a site is secret.
 *
 * @throws {DrawbridgeError} `usage_invalid`
 */
export async function writeSiteFile(
  dir: string,
  { path, text }: { readonly path: string; readonly text: string },
): Promise<void> {
  const target = join(dir, path);
  try {
    await makeOpenFolders(dirname(target));
    const temporary = join(dirname(target), `.${randomUUID()}.tmp`);
    try {
      const file = await open(temporary, 'wx', 0o644);
      try {
        await file.writeFile(text);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(temporary, target);
    } finally {
      await rm(temporary, { force: true });
    }
  } catch (thrown) {
    throw fileFault(target, thrown, 'written');
  }
}

/** One after another: Node's way to make several at once tries for ever where a file system takes none, as /proc does. */
async function makeOpenFolders(path: string): Promise<void> {
  if (await isFolder(path)) return;
  if (dirname(path) !== path) await makeOpenFolders(dirname(path));
  try {
    await mkdir(path, 0o755);
  } catch (thrown) {
    if (!(await isFolder(path))) throw thrown;
  }
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
}
