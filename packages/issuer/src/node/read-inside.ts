import { realpath } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { readFileOf } from './read-site.ts';
import { siteFault } from './site-fault.ts';

/**
 * Reads a file of a site that is to become public. Links within the folder are followed; one that leads out of it could
 * make anything public that this user may read.
 *
 * @returns `undefined` where there is no such file
 * @throws {DrawbridgeError} `usage_invalid`
 */
export async function readInside(dir: string, path: string): Promise<Uint8Array | undefined> {
  const named = join(dir, path);
  const bytes = await readFileOf(named);
  if (bytes === undefined) return undefined;
  const place = await realpath(named).catch(() => '');
  const [first] = relative(await realpath(dir), place).split(sep);
  if (place !== '' && first !== '..') return bytes;
  throw siteFault(
    `${named} is a link to a file outside ${dir}, and is not published`,
    'Put the file itself there.',
  );
}
