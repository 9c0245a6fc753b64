import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { DrawbridgeError } from '@drawbridge/core';
import { dataError } from './data-error.ts';

/**
 * Refuses a file or folder that other users of the machine may write to, or that is one of theirs: what stands
 * there may not be what we wrote. What root owns is taken, for root can change everything anyway; and root takes what
 * anybody owns, such as a volume that was mounted into its container.
 *
 * @param user - as whom this process works. Default: as the system says; it does not on Windows, which has no such bits
 * @throws {DrawbridgeError} `data_unusable`
 */
export async function refuseWritable(path: string, user = process.geteuid?.()): Promise<void> {
  let found: Stats;
  try {
    found = await stat(path);
  } catch (thrown) {
    throw dataError(thrown, path);
  }
  if (user === undefined) return;
  const { mode, uid } = found;
  if (isForeign(uid, user)) {
    throw new DrawbridgeError('data_unusable', {
      detail: `${path} is owned by user ${uid}, and this process works as user ${user}`,
      hint: `See that its content is yours, then, as root: chown ${user} '${path}'; or give another folder.`,
    });
  }
  if ((mode & 0o022) !== 0) {
    throw new DrawbridgeError('data_unusable', {
      detail: `${path} can be written to by other users`,
      hint: `See that its content is yours, then: chmod go-w '${path}'`,
    });
  }
}

/** Whether what one user owns is none of another's business; both as numbers of the system. */
export function isForeign(owner: number, user: number): boolean {
  return owner !== user && owner !== 0 && user !== 0;
}
