import { DrawbridgeError } from '@drawbridge/core';

/** A fault of the folder of a site, or of what is wanted of it. */
export function siteFault(detail: string, hint: string, cause?: unknown): DrawbridgeError {
  return new DrawbridgeError('usage_invalid', {
    detail,
    hint,
    ...(cause !== undefined && { cause }),
  });
}

/** A fault of the file system at a file of the site. */
export function fileFault(path: string, thrown: unknown, verb: 'read' | 'written'): unknown {
  if (thrown instanceof DrawbridgeError) return thrown;
  const { code = 'unknown' } = thrown as NodeJS.ErrnoException;
  const hint =
    verb === 'read'
      ? 'Give the folder of the site with --dir, and let this user read it.'
      : 'Give a folder that this user may write to with --dir. What was there is as it was.';
  return siteFault(`${path} cannot be ${verb} (${code})`, hint, thrown);
}
