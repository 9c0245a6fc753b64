import { type Clock, epochSeconds } from '@drawbridge/core';
import { showTime } from '@drawbridge/node';
import { listClouds, tokensFor } from './clouds/list-clouds.ts';

/** Milliseconds that a timer is set to at most: a clock that was set, or a machine that slept, is seen by then. */
const LONGEST_LOOK = 60_000;

/**
 * Until when tokens for some clouds can be had, as is said at the start.
 *
 * @param end - of the token of the job; `undefined` where it is renewed, or has none. Seconds since the epoch, like `now`
 */
export function describeEnd(
  system: string,
  clouds: readonly string[],
  end: number | undefined,
  now: number,
): string {
  if (end === undefined) {
    return `${system}: ${tokensFor(clouds)} ${isOrAre(clouds)} renewed for as long as the command runs`;
  }
  return `${system}: the token of this job ends at ${showTime(end, now)}, and nothing renews it; credentials that ${listClouds(clouds)} gave until then go on until their own end, which is mostly within an hour of that`;
}

/** What is said when that has come. */
export function describeEnded(clouds: readonly string[]): string {
  return `the token of this job has ended, and ${tokensFor(clouds)} ${isOrAre(clouds)} renewed no more; credentials that ${listClouds(clouds)} gave go on until their own end`;
}

function isOrAre(clouds: readonly string[]): string {
  return clouds.length > 1 ? 'are' : 'is';
}

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
