import { readFile } from 'node:fs/promises';

/** The memory of a process, in bytes. */
export interface Memory {
  /** Resident now. */
  readonly resident: number;
  /** The most that was resident at any time. */
  readonly peak: number;
}

/**
 * Reads how much memory a process has, from `/proc/<pid>/status`.
 *
 * @throws {Error} on a system without it: anything but Linux
 */
export async function readMemory(pid: number): Promise<Memory> {
  if (process.platform !== 'linux') {
    throw new Error(`memory is read from /proc, which ${process.platform} does not have`);
  }
  return parseMemory(await readFile(`/proc/${pid}/status`, 'latin1'));
}

/**
 * Reads the rows `VmRSS` and `VmHWM` of `/proc/<pid>/status`, which count KiB.
 *
 * @throws {Error} when they are not there: the process has ended
 */
export function parseMemory(status: string): Memory {
  return { resident: bytesOf(status, 'VmRSS'), peak: bytesOf(status, 'VmHWM') };
}

function bytesOf(status: string, row: string): number {
  const [, kibibytes] = new RegExp(`^${row}:\\s+(\\d+) kB$`, 'm').exec(status) ?? [];
  if (kibibytes === undefined) throw new Error(`the status of the process has no ${row}`);
  return Number(kibibytes) * 1024;
}
