import type { Clock, DrawbridgeError } from '@drawbridge/core';
import { backOff } from './back-off.ts';

/** When it is tried again, after what failed and what helped nothing. */
export interface Pauses {
  /**
   * Notes an attempt that failed.
   *
   * @param longest - milliseconds, for what cannot wait as long as others
   * @returns milliseconds until the next
   */
  failed(fault: DrawbridgeError, longest?: number): number;
  /** Notes that all is well. */
  over(): void;
  /** Leaves it alone, unless somebody who has no tokens asks. @param milliseconds - from now on */
  rest(milliseconds: number): void;
  /** Milliseconds until it is tried although nobody asks; none or less: now. */
  left(): number;
  /** Why whoever has no tokens waits, and for how many milliseconds; `undefined` where they need not. */
  reason(): { readonly fault: DrawbridgeError; readonly wait: number } | undefined;
}

/** @param random - from 0 up to, not including, 1 */
export function createPauses(clock: Clock, random: () => number): Pauses {
  let failure: { fault: DrawbridgeError; until: number; count: number } | undefined;
  let notBefore = -Infinity;
  const until = (time: number) => time - clock.monotonic();

  return {
    failed(fault, longest = Infinity) {
      const count = (failure?.count ?? 0) + 1;
      const wait = Math.min(backOff(fault, count, random()), longest);
      failure = { fault, count, until: clock.monotonic() + wait };
      return wait;
    },
    over() {
      failure = undefined;
    },
    rest(milliseconds) {
      notBefore = clock.monotonic() + milliseconds;
    },
    left: () => until(Math.max(failure?.until ?? -Infinity, notBefore)),
    reason() {
      const wait = until(failure?.until ?? -Infinity);
      return failure !== undefined && wait > 0 ? { fault: failure.fault, wait } : undefined;
    },
  };
}
