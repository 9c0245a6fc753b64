import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Stage } from './stage.ts';

/** That for programs with threads: in the other one, one of them sees the offset that another is just reading anew as none. */
const LIBRARY = '/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1';

/** A clock that several processes and this one share, and that a test puts forward. */
export interface FakeClock {
  /** What has a process go by it, the wall clock and the one that timers go by. */
  readonly env: Readonly<Record<string, string>>;
  now(): Date;
  /**
   * Puts it forward, once these processes have nothing to do. They wake as after the sleep of a machine: they look at the clock, for their timers may have come due.
   */
  forward(seconds: number, pids: readonly number[]): Promise<void>;
  /** Has a process look at the clock that was about to sleep when it was put forward. */
  nudge(pid: number): void;
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
    nudge,
    async forward(seconds, pids) {
      await Promise.all(pids.map(untilIdle));
      offset += seconds;
      await write();
      for (const pid of pids) nudge(pid);
    },
  };
}

/** A wait for events ends when a process is stopped and goes on (signal(7)). */
function nudge(pid: number): void {
  process.kill(pid, 'SIGSTOP');
  process.kill(pid, 'SIGCONT');
}

/** Waits until a process sleeps, and has done so for a while: else what it is in the middle of would take as long as the step. */
async function untilIdle(pid: number): Promise<void> {
  for (let before = ''; ; ) {
    const [used, state] = await Promise.all([
      readFile(`/proc/${pid}/schedstat`, 'utf8'),
      readFile(`/proc/${pid}/stat`, 'utf8'),
    ]);
    if (used === before && /\) S /.test(state)) return;
    before = used;
    await sleep(15);
  }
}
