import { readdir, readFile } from 'node:fs/promises';

/** The CPU time that each thread of a process has used, in nanoseconds by thread id. */
export type CpuTime = ReadonlyMap<string, number>;

/**
 * Reads how much CPU time a process has used, in user and kernel mode together.
 *
 * Read from the first column of `/proc/<pid>/task/<tid>/schedstat`, which counts
 * nanoseconds. `/proc/<pid>/stat` counts 10 ms ticks, `/proc/<pid>/schedstat` the
 * main thread alone, and a signature of ours may be made by a thread of the pool.
 *
 * @throws {Error} on a system without `/proc/<pid>/task/<tid>/schedstat`: anything but Linux
 */
export async function readCpuTime(pid: number): Promise<CpuTime> {
  if (process.platform !== 'linux') {
    throw new Error(`CPU time is read from /proc, which ${process.platform} does not have`);
  }
  const folder = `/proc/${pid}/task`;
  const threads = await readdir(folder);
  return new Map(
    await Promise.all(
      threads.map(async (thread) => {
        const text = await readFile(`${folder}/${thread}/schedstat`, 'latin1');
        return [thread, Number.parseInt(text, 10)] as const;
      }),
    ),
  );
}

/**
 * The CPU microseconds that a process used between two readings.
 *
 * @throws {Error} when a thread has ended in between: its time is gone, and the sum would flatter
 */
export function cpuMicroseconds(before: CpuTime, after: CpuTime): number {
  let nanoseconds = 0;
  for (const thread of before.keys()) {
    if (!after.has(thread)) throw new Error(`thread ${thread} ended while it was measured`);
  }
  for (const [thread, total] of after) nanoseconds += total - (before.get(thread) ?? 0);
  return nanoseconds / 1000;
}
