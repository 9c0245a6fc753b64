import type { Clock } from '@drawbridge/core';

/** A clock that stands still until it is told to move. */
export interface TestClock extends Clock {
  /** Lets time pass on both clocks. @param seconds - not negative */
  advance(seconds: number): void;
  /** Sets the wall clock forward, or back when negative; the monotonic clock does not notice. */
  step(seconds: number): void;
  /** The wall clock in whole seconds since the epoch, as tokens count. */
  seconds(): number;
}

/** 2026-01-01T00:00:00Z. */
const DEFAULT_START = 1_767_225_600;

/** Makes a {@link TestClock}. @param startSeconds - seconds since the epoch */
export function createTestClock(startSeconds = DEFAULT_START): TestClock {
  let wall = startSeconds * 1000;
  // Any start will do, so one that nobody could take for the wall clock.
  let monotonic = 5_000;
  return {
    now: () => wall,
    monotonic: () => monotonic,
    advance(seconds) {
      if (seconds < 0) throw new RangeError('time does not run backwards: use step()');
      wall += seconds * 1000;
      monotonic += seconds * 1000;
    },
    step(seconds) {
      wall += seconds * 1000;
    },
    seconds: () => Math.floor(wall / 1000),
  };
}
