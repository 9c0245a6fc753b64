import { type Clock, createBoundedMap } from '@drawbridge/core';

/** How many names are remembered: a caller may think of as many as it likes. */
const NAMES = 256;

/**
 * Makes a watch on what is told again and again.
 *
 * @param seconds - for which a name that was told is not told again
 * @returns whether a name should be told now
 */
export function createOnceIn(seconds: number, clock: Clock): (name: string) => boolean {
  const told = createBoundedMap<number>(NAMES);
  return (name) => {
    const now = clock.monotonic();
    const last = told.get(name);
    if (last !== undefined && now - last < seconds * 1000) return false;
    told.set(name, now);
    return true;
  };
}
