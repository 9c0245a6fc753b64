import { type Clock, systemClock } from '../clock.ts';
import type { DrawbridgeError } from '../errors/drawbridge-error.ts';
import type { Attempt } from './attempt.ts';

/** What is told before each wait. */
export interface Retry {
  /** Why: what the last attempt ended with. */
  readonly fault: DrawbridgeError;
  /** Of how many, from 1 on, the coming attempt is the repetition. */
  readonly count: number;
  /** Seconds until the coming attempt. */
  readonly wait: number;
}

/** How often, and for how long, is tried again. */
export interface RetryPolicy {
  /** Attempts after the first. Default: 4. */
  readonly retries?: number;
  /** Milliseconds for all attempts and the waits between them. Default: 60,000. */
  readonly deadline?: number;
  /** Is told before each wait. */
  readonly onRetry?: (retry: Retry) => void;
  readonly clock?: Clock;
  /** Waits; rejects with the signal's reason when that is aborted. Default: by a timer. */
  readonly sleep?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** From 0 up to, not including, 1. Default: `Math.random`, for spreading waits is no secret. */
  readonly random?: () => number;
}

/** Milliseconds. The first wait is up to this, and each one after it up to twice as long... */
const FIRST_WAIT = 1000;
/** ...until this. */
const LONGEST_WAIT = 20_000;

/**
 * Statuses of HTTP after which the same request may be answered differently: 408, 429, 500, 502,
 * 503, 504. No other fault of the caller passes by itself.
 */
export function mayPass(status: number): boolean {
  return [408, 429, 500, 502, 503, 504].includes(status);
}

/**
 * Does something that may fail for a moment, until it works, another attempt would not help, the
 * attempts are used up, or the next one would come after the deadline.
 *
 * Waits are exponential with full jitter: chosen evenly between nothing and a bound that doubles, so that
 * callers that failed together do not come back together. Where the other side says how long to
 * leave it alone (`Retry-After`), that is waited, and the jitter comes on top; when it asks for
 * longer than is left, there is no further attempt.
 *
 * @param attempt - is told how many milliseconds are left for it
 * @throws the fault of the last attempt, or the signal's reason
 */
export async function retry<T>(
  attempt: (left: number) => Promise<Attempt<T>>,
  policy: RetryPolicy,
  signal: AbortSignal,
): Promise<T> {
  const { retries = 4, deadline = 60_000, onRetry, clock = systemClock } = policy;
  const { sleep = sleepByTimer, random = Math.random } = policy;
  const end = clock.monotonic() + deadline;
  for (let count = 1; ; count++) {
    signal.throwIfAborted();
    const outcome = await attempt(end - clock.monotonic());
    if ('value' in outcome) return outcome.value;
    const { fault, again } = outcome;
    const bound = Math.min(FIRST_WAIT * 2 ** (count - 1), LONGEST_WAIT);
    const wait = (again?.after ?? 0) * 1000 + random() * bound;
    if (again === undefined || count > retries || clock.monotonic() + wait >= end) throw fault;
    onRetry?.({ fault, count, wait: wait / 1000 });
    await sleep(wait, signal);
  }
}

function sleepByTimer(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, milliseconds);
    signal.addEventListener('abort', stop, { once: true });
  });
}
