import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** As Node is not told to have one: a new context gets it, once the engine is. */
function findCollector(): () => void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  setFlagsFromString('--no-expose-gc');
  return collect;
}

const collect = findCollector();

/**
 * The bytes that are held here, in the heap and in buffers beside it, once all garbage is taken away. What the process has of the
 * machine, its resident set, depends on when the collector came last, and on what ran in the process before.
 */
export function heldBytes(): number {
  // What the first lets go of may hold more.
  collect();
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/**
 * Waits until something that counts comes to a stop: it is looked at often, and the process has done all that there was to do
 * before each look.
 */
export async function untilStill(count: () => number): Promise<void> {
  let last = count();
  for (let looks = 0; looks < 40; looks++) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    if (count() !== last) looks = 0;
    last = count();
  }
}
