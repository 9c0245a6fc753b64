import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readManifest, ringRevisions } from './manifest-store.ts';

/**
 * Seconds after which a file that nothing names belongs to no writer that is alive: making the slowest key and
 * naming it takes seconds.
 */
const LEFT_OVER_AFTER = 3600;

const LEFT_OVER = /^(?:\.[\w-]+\.tmp|[\w-][\w.-]*\.pem)$/;

/**
 * Removes what killed processes left in a key folder: temporary files, and keys that no manifest names. Their
 * age is told by the file system, against the revision just written: no other clock has a say. What cannot be
 * removed stays for the next time.
 *
 * @param revision - the revision that the caller has just written
 */
export async function sweepFolder(folder: string, revision: number): Promise<void> {
  try {
    const revisions = ringRevisions(folder);
    const written = (await stat(revisions.pathOf(revision))).mtimeMs;
    const names = await readdir(folder);
    await sweepFiles(folder, names, written - LEFT_OVER_AFTER * 1000);
    await revisions.sweep(names, revision);
  } catch {
    // The ring is as it should be; tidying up is never worth a failed rotation.
  }
}

async function sweepFiles(folder: string, names: readonly string[], before: number): Promise<void> {
  const old: string[] = [];
  for (const name of names) {
    if (!LEFT_OVER.test(name)) continue;
    const { mtimeMs } = await stat(join(folder, name)).catch(() => ({ mtimeMs: Infinity }));
    if (mtimeMs < before) old.push(name);
  }
  if (old.length === 0) return;
  // Read after the listing: a key that was named in between stays.
  const { manifest } = await readManifest(folder);
  const named = new Set(manifest.keys.map(({ material }) => material.file));
  for (const name of old) {
    if (!named.has(name)) await rm(join(folder, name), { force: true });
  }
}
