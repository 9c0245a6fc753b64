/** Milliseconds for which a process must have run for its end to count as the first again. */
const LASTED = 10_000;
const FIRST_PAUSE = 250;
const LONGEST_PAUSE = 30_000;

/** How often a process has ended soon after it began, without a longer life in between. */
export interface Deaths {
  readonly count: number;
  /** Milliseconds until the next one may begin: none after the first, then ever longer. */
  readonly pause: number;
}

/** Counts one more end. @param lived - milliseconds */
export function countDeath(before: number, lived: number): Deaths {
  const count = lived >= LASTED ? 1 : before + 1;
  const pause = count === 1 ? 0 : Math.min(FIRST_PAUSE * 2 ** (count - 2), LONGEST_PAUSE);
  return { count, pause };
}
