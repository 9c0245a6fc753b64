import { DrawbridgeError } from '@drawbridge/core';
import { SESSION_LIMITS } from './session-limits.ts';

/** The answer of STS that there is no session as long as was asked for. A shorter one may be had. */
export class SessionTooLong extends DrawbridgeError {}

/**
 * Seconds, of the lengths that the console of IAM offers for a role. The last is had of every role: its maximum session
 * duration has an hour at least (IAM API reference, CreateRole, MaxSessionDuration).
 */
const LENGTHS = [SESSION_LIMITS.longest, 8 * 3600, 4 * 3600, 3600] as const;

/** A session, and how long it was asked for. */
export interface LongestSession<T> {
  readonly value: T;
  /** Seconds. */
  readonly duration: number;
}

/**
 * Asks for the longest session that is to be had. Nothing tells how long that is, so STS is asked for less and less: by four
 * requests at most, and one for a role that is assumed by another, which has an hour (IAM user guide, "Role chaining").
 *
 * @param ask - for a session of so many seconds
 * @throws what `ask` throws, other than that the session is too long while a shorter one is left to ask for
 */
export async function longestSession<T>(
  isChained: boolean,
  ask: (duration: number) => Promise<T>,
): Promise<LongestSession<T>> {
  const lengths = isChained ? [SESSION_LIMITS.longestChained] : LENGTHS;
  for (const duration of lengths.slice(0, -1)) {
    try {
      return { value: await ask(duration), duration };
    } catch (thrown) {
      if (!(thrown instanceof SessionTooLong)) throw thrown;
    }
  }
  const duration = lengths.at(-1) ?? SESSION_LIMITS.longestChained;
  return { value: await ask(duration), duration };
}
