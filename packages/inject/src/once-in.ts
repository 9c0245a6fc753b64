import { type Clock, createBoundedMap } from '@drawbridge/core';

/** How many names are remembered, and told in one stretch of time: a caller may think of as many as it likes. */
const NAMES = 64;

/**
 * Makes a watch on what is told again and again.
 *
 * @param seconds - for which a name that was told is not told again
 * @returns whether a name should be told now
 */
export function createOnceIn(seconds: number, clock: Clock): (name: string) => boolean {
  const told = createBoundedMap<number>(NAMES);
  let stretch = { begun: -Infinity, count: 0 };
  return (name) => {
    const now = clock.monotonic();
    const isOver = (since: number) => now - since >= seconds * 1000;
    if (!isOver(told.get(name) ?? -Infinity)) return false;
    if (isOver(stretch.begun)) stretch = { begun: now, count: 0 };
    if (stretch.count === NAMES) return false;
    stretch.count++;
    told.set(name, now);
    return true;
  };
}
