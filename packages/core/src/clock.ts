/**
 * Where time comes from. Dates are judged on `now`; ages, cool-downs and
 * time-outs on `monotonic`, which no step of the wall clock can move.
 */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Milliseconds since an arbitrary start; never goes back. */
  monotonic(): number;
}

/** The clock of the machine. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
};

/** A clock's time as a NumericDate without a fraction (RFC 7519 section 2): whole seconds. */
export function epochSeconds(clock: Clock): number {
  return Math.floor(clock.now() / 1000);
}
