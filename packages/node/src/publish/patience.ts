import type { Clock } from '@drawbridge/core';

/** Milliseconds that a look may take: at least, so that the last one still tells why, and at most. */
const SHORTEST_LOOK = 1_000;
const LONGEST_LOOK = 30_000;

/** The time that looking at the public address may take. What writing takes is not taken off. */
export interface Patience {
  /** Milliseconds. */
  readonly left: number;
  /** Milliseconds that one request may take of it. */
  readonly look: number;
  /** Does something in this time. */
  during<T>(work: () => Promise<T>): Promise<T>;
}

/** Begins it. @param seconds - as many as there are */
export function startPatience(clock: Clock, seconds: number): Patience {
  let left = seconds * 1000;
  return {
    get left() {
      return left;
    },
    get look() {
      return Math.ceil(Math.min(LONGEST_LOOK, Math.max(SHORTEST_LOOK, left)));
    },
    async during(work) {
      const from = clock.monotonic();
      try {
        return await work();
      } finally {
        left -= clock.monotonic() - from;
      }
    },
  };
}
