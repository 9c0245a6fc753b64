import {
  type Clock,
  DrawbridgeError,
  encodeBase64Url,
  encodeUtf8,
  type Engine,
  epochSeconds,
  type Store,
} from '@drawbridge/core';

/** At most so many requests in so many seconds. Both whole numbers, 1 or more. */
export interface RateLimit {
  readonly requests: number;
  readonly seconds: number;
}

/** What is counted. */
interface Counted {
  /** What tells it from others of its kind. Of any length: it is hashed. */
  readonly identity: string;
  /** In words, for the log. */
  readonly described: string;
  /** Fingerprint of the token, where there is one. */
  readonly token?: string;
}

/**
 * Counts one request.
 *
 * @throws {DrawbridgeError} `rate_limited` when there were too many, with the seconds until the window ends;
 *   `store_unavailable`: who cannot count cannot limit
 */
export type Count = (counted: Counted) => Promise<void>;

/** What {@link createWindowCounter} needs. */
export interface WindowCounterOptions {
  /** Tells its counters from those of others in the store. */
  readonly name: string;
  readonly limit: RateLimit;
  readonly store: Store;
  readonly clock: Clock;
  readonly engine: Engine;
}

/** Seconds for which a counter outlives its window, for replicas whose clocks are behind. */
const LATE = 60;

/** How many of those who are over the limit are known without asking the store. */
const MAX_KNOWN = 10_000;

/**
 * Makes a counter over fixed windows, which begin at multiples of their length, the same for all replicas. That costs
 * one addition in the store for a request and tells exactly when to come back; across the border of two
 * windows it lets through twice the limit at most.
 *
 * Who is over the limit is known here until the window ends: a flood does not reach the store.
 */
export function createWindowCounter(options: WindowCounterOptions): Count {
  const { name, limit, store, clock, engine } = options;
  const { requests, seconds } = limit;
  const over = new Set<string>();
  let known = 0;

  return async ({ identity, described, token }) => {
    const now = epochSeconds(clock);
    const start = now - (now % seconds);
    const end = start + seconds;
    if (start !== known) {
      over.clear();
      known = start;
    }
    const digest = await engine.sha256(encodeUtf8(identity));
    // Another length is another window: a limit that was changed begins anew.
    const key = `rate/${name}/${seconds}/${start}/${encodeBase64Url(digest)}`;
    const repeated = over.has(key);
    if (!repeated && (await store.add(key, 1, end + LATE)) <= requests) return;
    if (over.size < MAX_KNOWN) over.add(key);
    throw new DrawbridgeError('rate_limited', {
      detail: `there were more than ${requests} requests in ${seconds} seconds ${described}`,
      hint: 'Raise the limit in exchange.rateLimits if that is what should happen.',
      retryAfter: end - now,
      repeated,
      ...(token !== undefined && { token }),
    });
  };
}
