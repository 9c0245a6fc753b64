import { execFileSync } from 'node:child_process';
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Stage } from './stage.ts';

const MOUNT = '/usr/bin/mount';
const UNMOUNT = '/usr/bin/umount';

/** What a file with a byte in it takes: a page of memory. */
const PAGE = 4096;

/** How much a full disk still takes. */
interface Room {
  /** Pages of content. Default: 0. */
  readonly pages?: number;
  /** New names of files. Default: any number. */
  readonly names?: number;
}

/** A file system of its own, in memory, that can be full. */
export interface SmallDisk {
  readonly path: string;
  /** Fills it to the last byte, but for the room that is left. */
  fillUp(room?: Room): void;
  /** Makes room again. */
  empty(): void;
  /** Lets nobody write to it any more. */
  makeReadOnly(): void;
}

/** Whether this user may mount a file system. */
export function mayMount(): boolean {
  if (process.platform !== 'linux') return false;
  const path = mkdtempSync(join(tmpdir(), 'drawbridge-mount-'));
  try {
    mount(path);
    unmount(path);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(path, { recursive: true });
  }
}

/** Mounts a disk of 1 MiB and 200 names, until the stage is cleared. */
export function mountSmallDisk(stage: Stage): SmallDisk {
  const path = mkdtempSync(join(tmpdir(), 'drawbridge-disk-'));
  mount(path);
  stage.later(async () => {
    unmount(path);
    rmSync(path, { recursive: true });
  });
  const filler = join(path, 'filler');

  function empty(): void {
    rmSync(filler, { recursive: true, force: true });
  }

  return {
    path,
    empty,
    makeReadOnly() {
      execFileSync(MOUNT, ['-o', 'remount,ro', path], { stdio: 'pipe' });
    },
    fillUp({ pages = 0, names }: Room = {}) {
      empty();
      mkdirSync(filler);
      const content = join(filler, 'content');
      truncateSync(content, untilFull(() => append(content)) * PAGE - pages * PAGE);
      if (names === undefined) return;
      const made = untilFull((number) => closeSync(openSync(join(filler, `${number}`), 'wx')));
      for (let name = 0; name < names; name++) rmSync(join(filler, `${made - 1 - name}`));
    },
  };
}

/** @returns how often it was done until there was no room */
function untilFull(act: (number: number) => void): number {
  for (let number = 0; ; number++) {
    try {
      act(number);
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code !== 'ENOSPC') throw thrown;
      return number;
    }
  }
}

function append(path: string): void {
  const file = openSync(path, 'a');
  try {
    writeSync(file, Buffer.alloc(PAGE));
  } finally {
    closeSync(file);
  }
}

function mount(path: string): void {
  const options = 'size=1m,nr_inodes=200,mode=700';
  execFileSync(MOUNT, ['-t', 'tmpfs', '-o', options, 'drawbridge-test', path], { stdio: 'pipe' });
}

function unmount(path: string): void {
  execFileSync(UNMOUNT, [path], { stdio: 'pipe' });
}
