import type { DrawbridgeError } from '@drawbridge/core';

/** Milliseconds: the bound of the first wait, which doubles... */
const FIRST = 1_000;
/** ...until this. */
const LONGEST = 60_000;
/** After a fault that somebody has to see to. */
const UNTIL_SEEN_TO = 30_000;
/** The longest that a server is left alone for because it asks for that. */
const LONGEST_REST = 600_000;

/** Whether a fault may pass by itself, within moments. */
export function isPassing({ code, kind }: DrawbridgeError): boolean {
  return (kind === 'upstream' && code !== 'token_endpoint_invalid') || kind === 'busy';
}

/**
 * How long to leave it after a fault: up to a bound that doubles each time, at least half of it, so that processes that
 * failed together do not come back together.
 *
 * @param count - how many attempts have failed, from 1 on
 * @param random - from 0 up to, not including, 1
 * @returns milliseconds
 */
export function backOff(fault: DrawbridgeError, count: number, random: number): number {
  if (!isPassing(fault)) return UNTIL_SEEN_TO * (1 + random / 2);
  const wait = Math.min(FIRST * 2 ** (count - 1), LONGEST) * (0.5 + random / 2);
  // The others have it from the table of faults, for callers.
  const asked = fault.code === 'token_endpoint_unavailable' ? (fault.retryAfter ?? 0) * 1000 : 0;
  return Math.max(wait, Math.min(asked, LONGEST_REST));
}
