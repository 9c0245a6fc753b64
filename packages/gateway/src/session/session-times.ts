import { type Clock, requireSeconds } from '@drawbridge/core';
import type { Session } from './session.ts';

/** How long sessions last, in seconds. */
export interface SessionLimits {
  /** From the sign-in to the end, whatever happens. */
  readonly lifetime: number;
  /** Without any use. */
  readonly idle: number;
}

type Times = Pick<Session, 'createdAt' | 'endsAt' | 'idleEndsAt'>;

/** @throws {TypeError} for what is no time to last */
export function requireLimits({ lifetime, idle }: SessionLimits): SessionLimits {
  const limits = {
    lifetime: requireSeconds(lifetime, 'lifetime'),
    idle: requireSeconds(idle, 'idle'),
  };
  if (lifetime === 0 || idle === 0) throw new TypeError('a session of 0 seconds would be none');
  return limits;
}

/**
 * This moment, in seconds since the epoch with a fraction: a sign-in may follow a sign-out within one second, and go before
 * another in the same. All other times of a session are whole seconds.
 */
export function momentOf(clock: Clock): number {
  return clock.now() / 1000;
}

/**
 * The times of a session that is made now.
 *
 * @param createdAt - when it began; see {@link momentOf}
 * @param latest - when it ends at the latest, whatever its lifetime
 */
export function beginTimes(
  { lifetime, idle }: SessionLimits,
  createdAt: number,
  now: number,
  latest = Infinity,
): Times {
  const endsAt = Math.min(Math.floor(createdAt) + lifetime, latest);
  return { createdAt, endsAt, idleEndsAt: Math.min(endsAt, now + idle) };
}

/** Until when a session lasts that is used now. It never ends earlier than it would have. */
export function idleEnd({ endsAt, idleEndsAt }: Times, idle: number, now: number): number {
  return Math.max(idleEndsAt, Math.min(endsAt, now + idle));
}

/** When a session ends at the latest: after the lifetime that is in force, where there was a longer one when it began. */
export function endOf({ createdAt, endsAt }: Omit<Times, 'idleEndsAt'>, lifetime: number): number {
  return Math.min(endsAt, Math.floor(createdAt) + lifetime);
}

/**
 * What lasts no longer than the lifetime that is in force. That is also how long it is remembered who was signed out: what lasted
 * longer would be signed in again.
 */
export function within<T extends Times>(times: T, lifetime: number): T {
  const endsAt = endOf(times, lifetime);
  if (endsAt === times.endsAt) return times;
  return { ...times, endsAt, idleEndsAt: Math.min(times.idleEndsAt, endsAt) };
}

/**
 * Whether a session is over, by its end, unused, or since it began further ahead than it lasts: by a clock that was wrong by
 * more than that, and is right now. It would go on until that time comes.
 */
export function isOver({ createdAt, endsAt, idleEndsAt }: Times, now: number): boolean {
  const begunAt = Math.floor(createdAt);
  return now >= endsAt || now >= idleEndsAt || begunAt - now > endsAt - begunAt;
}
