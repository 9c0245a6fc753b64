import { stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

/** Codes of a file that is not there. */
const ABSENT: ReadonlySet<unknown> = new Set(['ENOENT', 'ENOTDIR', 'ENAMETOOLONG']);

/**
 * Why the file of a secret cannot be read, as the rest of a sentence. The name of one that is not there is not told: where a path
 * is wanted people give the secret itself.
 */
export async function unreadableSecret(path: string, cause: unknown): Promise<string> {
  const { code } = cause as NodeJS.ErrnoException;
  if (!ABSENT.has(code)) return `is in the file ${path}, which cannot be read (${code})`;
  const folder = dirname(resolve(path));
  const isThere = await stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  );
  const where = isThere
    ? `the folder ${folder} has no file of that name`
    : 'its folder is not there';
  return `is in a file that is not there: ${where}. Give the path of the file, and not the secret itself`;
}
