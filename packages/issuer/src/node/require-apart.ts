import { realpath } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { siteFault } from './site-fault.ts';

/**
 * Sees to it that no private key is in a folder that is published, and that no site is among the state of a service.
 *
 * @param dir - the folder of the site
 * @param data - the data folder, in which the key ring is
 * @throws {DrawbridgeError} `usage_invalid`
 */
export async function requireApart(dir: string, data: string): Promise<void> {
  const [site, keys] = await Promise.all([real(resolve(dir)), real(resolve(data))]);
  if (isWithin(keys, site)) {
    throw siteFault(
      `the data folder ${data} is inside of the site ${dir}: the private keys would be published with it`,
      'Give a data folder elsewhere with --data.',
    );
  }
  if (isWithin(site, keys)) {
    throw siteFault(
      `the site ${dir} is inside of the data folder ${data}, which holds private keys`,
      'Give a folder elsewhere with --dir.',
    );
  }
}

/** Where a path leads to, as far as it is there: a link must not hide where a folder is. */
async function real(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    return dirname(path) === path ? path : join(await real(dirname(path)), basename(path));
  }
}

function isWithin(inner: string, outer: string): boolean {
  const way = relative(outer, inner);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && resolve(way) !== way);
}
