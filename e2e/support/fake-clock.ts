import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Stage } from './stage.ts';

/** That for programs with threads: in the other one, one of them sees the offset that another is just reading anew as none. */
const LIBRARY = '/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1';

/** A clock that several processes and this one share, and that a test puts forward. */
export interface FakeClock {
  /** What has a process go by it, the wall clock and the one that timers go by. */
  readonly env: Readonly<Record<string, string>>;
  now(): Date;
  /**
   * Puts it forward. Those who sleep meanwhile wake as after the sleep of a machine: they look at the clock.
   *
   * @param pids - of the processes to wake, whose timers may have come due
   */
  forward(seconds: number, pids: readonly number[]): Promise<void>;
}

/** Makes one, by Debian's libfaketime, whose offset is in a file. It runs on at its usual pace between steps. */
export async function createFakeClock(stage: Stage): Promise<FakeClock> {
  const folder = await stage.folder();
  const file = join(folder, 'offset');
  let offset = 0;
  const write = async () => {
    await writeFile(`${file}.new`, `+${offset}\n`);
    await rename(`${file}.new`, file);
  };
  await write();
  return {
    env: { LD_PRELOAD: LIBRARY, FAKETIME_TIMESTAMP_FILE: file, FAKETIME_NO_CACHE: '1' },
    now: () => new Date(Date.now() + offset * 1000),
    async forward(seconds, pids) {
      // Stopped before: none of them may see half of it. A wait for events ends when a process goes on (signal(7)).
      for (const pid of pids) process.kill(pid, 'SIGSTOP');
      offset += seconds;
      await write();
      for (const pid of pids) process.kill(pid, 'SIGCONT');
    },
  };
}
