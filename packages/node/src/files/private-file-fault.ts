import { stat } from 'node:fs/promises';

/**
 * Says what is wrong with the permissions of a file that holds a secret and that something else than
 * Drawbridge put there: a certificate manager, or a container platform, which has root own it and
 * lets this process read it through its group. So the group may read what root owns; others never
 * may, and nobody but the owner may write.
 *
 * @returns the rest of a sentence that begins with the file; `undefined` for nothing, or where there
 *   is no such file, which whoever reads it will tell
 */
export async function privateFileFault(path: string): Promise<string | undefined> {
  // Windows has no such bits.
  if (process.platform === 'win32') return undefined;
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return undefined;
  if (!isExposed(found)) return undefined;
  return (
    'other users can read or change: give it mode 600, ' +
    'or in a Kubernetes volume defaultMode 0440 with fsGroup'
  );
}

/** Whether the owner and the permissions of a file open it to users who have no business there. */
export function isExposed({ uid, mode }: { readonly uid: number; readonly mode: number }): boolean {
  return (mode & (uid === 0 ? 0o037 : 0o077)) !== 0;
}
