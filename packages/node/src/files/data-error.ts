import { DrawbridgeError } from '@drawbridge/core';

/** A full disk, a full quota, a limit on the size of files. */
const NO_ROOM = ['ENOSPC', 'EDQUOT', 'EFBIG'];

/** The limit of open files of this process, or of the machine. */
const NO_FILES = ['EMFILE', 'ENFILE'];

/** Turns a fault of the file system into `data_unusable`. */
export function dataError(thrown: unknown, path: string): DrawbridgeError {
  if (thrown instanceof DrawbridgeError) return thrown;
  const code = (thrown as NodeJS.ErrnoException).code;
  if (code !== undefined && NO_ROOM.includes(code)) {
    return new DrawbridgeError('data_unusable', {
      detail: `${path} cannot be written: there is no room left (${code})`,
      hint: 'Nothing was changed. Free some space, or raise the limit of this user, and try again.',
      cause: thrown,
    });
  }
  if (code !== undefined && NO_FILES.includes(code)) {
    return new DrawbridgeError('data_unusable', {
      detail: `${path} cannot be opened: too many files are open (${code})`,
      hint: 'Raise the limit of open files: LimitNOFILE= of systemd, or `ulimit -n`.',
      cause: thrown,
    });
  }
  if (code === 'EROFS') {
    return new DrawbridgeError('data_unusable', {
      detail: `${path} cannot be written: its file system is read only (${code})`,
      hint: 'Nothing was changed. Mount it writable, or give another folder with --data or DRAWBRIDGE_DATA.',
      cause: thrown,
    });
  }
  return new DrawbridgeError('data_unusable', {
    detail: `${path} cannot be used${code === undefined ? '' : ` (${code})`}`,
    hint: 'Give a folder that this user may write to with --data or DRAWBRIDGE_DATA.',
    cause: thrown,
  });
}
