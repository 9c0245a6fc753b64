import { type Clock, epochSeconds } from '@drawbridge/core';
import type { Session } from './session.ts';
import type { Sessions } from './sessions.ts';

/**
 * The session of a host that one of several cookies is of: others plant cookies of the same name, so each is tried.
 *
 * @returns `undefined` where none of them is of a session that goes on
 * @throws {DrawbridgeError} as `Sessions.open` does
 */
export async function findSession(
  sessions: Pick<Sessions, 'open'>,
  cookies: readonly string[],
  host: string,
  clock: Clock,
): Promise<Session | undefined> {
  for (const cookie of cookies) {
    const session = await sessions.open(cookie, host);
    if (session !== undefined && endOf(session) > epochSeconds(clock)) return session;
  }
  return undefined;
}

/** When a session ends if nothing happens, in seconds since the epoch. */
export function endOf({ endsAt, idleEndsAt }: Pick<Session, 'endsAt' | 'idleEndsAt'>): number {
  return Math.min(endsAt, idleEndsAt);
}
