import { type Clock, epochSeconds } from '@drawbridge/core';
import { showTime } from '@drawbridge/node';

/** Milliseconds that a timer is set to at most: a clock that was set, or a machine that slept, is seen by then. */
const LONGEST_LOOK = 60_000;

/**
 * Until when tokens for AWS can be had, as is said at the start.
 *
 * @param end - of the token of the job; `undefined` where it is renewed, or has none. Seconds since the epoch, like `now`
 */
export function describeEnd(system: string, end: number | undefined, now: number): string {
  if (end === undefined)
    return `${system}: the token for AWS is renewed for as long as the command runs`;
  return `${system}: the token of this job ends at ${showTime(end, now)}, and nothing renews it; credentials that AWS gave until then live up to an hour longer, or as long as was asked for`;
}

/** What is said when that has come. */
export const ENDED =
  'the token of this job has ended, and the token for AWS is renewed no more; credentials that AWS gave go on until their own end';

/**
 * Does something when a time has come by the wall clock. It does not hold the process.
 *
 * @param end - seconds since the epoch
 * @returns calls it off
 */
export function atTime(end: number, clock: Clock, work: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  const look = () => {
    const left = (end - epochSeconds(clock)) * 1000;
    if (left <= 0) {
      work();
      return;
    }
    timer = setTimeout(look, Math.min(left, LONGEST_LOOK)).unref();
  };
  look();
  return () => clearTimeout(timer);
}
