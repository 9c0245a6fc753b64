import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { withFileLock } from '../files/file-lock.ts';
import { makePrivateFolder } from '../files/write-atomic.ts';
import { unusable } from './aws-file.ts';
import type { AwsFilePaths } from './aws-file-paths.ts';

/**
 * Does work that one process at a time may do with AWS's files.
 *
 * @param places - where links lead to
 * @param work - is given what makes sure, right before a file is written, that the locks are still held
 * @throws {DrawbridgeError} `data_unusable`; what `work` throws
 */
export async function withAwsLocks<T>(
  places: AwsFilePaths,
  work: (confirm: () => Promise<void>) => Promise<T>,
): Promise<T> {
  return withLocks(await lockedFolders(places), places.credentials, work);
}

/** One lock for a folder, in an order that all keep: two that each have what the other waits for would wait for ever. */
async function lockedFolders(places: AwsFilePaths): Promise<readonly string[]> {
  const folders = new Set<string>();
  for (const path of [places.credentials, places.config]) {
    // A device, such as /dev/null for none, is not written to.
    const found = await stat(path).catch(() => undefined);
    if (found === undefined || found.isFile()) folders.add(dirname(path));
  }
  return [...folders].sort();
}

async function withLocks<T>(
  folders: readonly string[],
  what: string,
  work: (confirm: () => Promise<void>) => Promise<T>,
): Promise<T> {
  const [folder, ...others] = folders;
  if (folder === undefined) return work(() => Promise.resolve());
  // Of each user its own, in a folder of several: none can open what another made.
  const lock = join(folder, `.drawbridge-lock-${process.getuid?.() ?? 'user'}`);
  let isHeld = false;
  try {
    await makePrivateFolder(folder);
    return await withFileLock(lock, { what }, (confirm) => {
      isHeld = true;
      return withLocks(others, what, (confirmOthers) =>
        work(async () => {
          await confirm();
          await confirmOthers();
        }),
      );
    });
  } catch (thrown) {
    const { cause } = thrown as Error;
    // The lock is ours; the folder, and how another is named, are AWS's.
    throw isHeld ? thrown : unusable(folder, cause ?? thrown);
  }
}
