import { DrawbridgeError } from '@drawbridge/core';

/** A full disk, a full quota, a limit on the size of files. */
const NO_ROOM = ['ENOSPC', 'EDQUOT', 'EFBIG'];

/** The limit of open files of this process, or of the machine. */
const NO_FILES = ['EMFILE', 'ENFILE'];

/** How one names another place of data, in a sentence. */
const ELSEWHERE = 'Give a folder that this user may write to with --data or DRAWBRIDGE_DATA.';

/**
 * Turns a fault of the file system into `data_unusable`.
 *
 * @param elsewhere - how one names another place, in a sentence. Default: that of the data folder
 */
export function dataError(
  thrown: unknown,
  path: string,
  elsewhere: string = ELSEWHERE,
): DrawbridgeError {
  if (thrown instanceof DrawbridgeError) return thrown;
  const code = (thrown as NodeJS.ErrnoException).code;
  if (code !== undefined && NO_ROOM.includes(code)) {
    return new DrawbridgeError('data_unusable', {
      detail: `${path} cannot be written: there is no room left (${code})`,
      hint: 'It is as it was. Free some space, or raise the limit of this user, and try again.',
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
      hint: `It is as it was. Mount it writable. ${elsewhere}`,
      cause: thrown,
    });
  }
  return new DrawbridgeError('data_unusable', {
    detail: `${path} cannot be used${code === undefined ? '' : ` (${code})`}`,
    hint: elsewhere,
    cause: thrown,
  });
}
