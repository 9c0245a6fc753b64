/** Something that is done over and over, each time with the next input; it may answer at once or by promise. */
export type Work<T> = (input: T) => unknown;

/**
 * Measures what one piece of work costs in this very process: the CPU time of all its threads, in user and kernel mode. Each piece begins
 * when the one before has answered, as it is for a caller who waits.
 *
 * @param inputs - taken in turn, over and over
 * @param milliseconds - for how long
 * @returns CPU microseconds for one
 * @throws what the work throws
 */
export async function ownCpuMicroseconds<T>(
  work: Work<T>,
  inputs: readonly T[],
  milliseconds: number,
): Promise<number> {
  const before = process.cpuUsage();
  const end = performance.now() + milliseconds;
  let done = 0;
  do {
    const answer = work(inputs[done++ % inputs.length] as T);
    // Who answers at once is not made to wait for a turn of the microtask queue.
    if (answer instanceof Promise) await answer;
  } while (performance.now() < end);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / done;
}
