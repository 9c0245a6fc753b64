import { join } from 'node:path';
import { writePublicFile } from '@drawbridge/node/publish';
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
    await writePublicFile(target, new TextEncoder().encode(text));
  } catch (thrown) {
    throw fileFault(target, thrown, 'written');
  }
}
