import type { Session } from '../session/session.ts';
import { type LeftSession, leftOf } from './leave.ts';
import type { LogoutContext } from './logout-context.ts';

/** Ends sessions by the wish of their person. @returns what is left of the first */
export async function endSessions(
  { sessions, log }: Pick<LogoutContext, 'sessions' | 'log'>,
  found: readonly Session[],
): Promise<LeftSession | undefined> {
  const ended = await Promise.all(found.map((session) => sessions.end(session)));
  for (const { user } of ended)
    log.info('session ended', { by: 'person', provider: user.provider });
  return ended[0] && leftOf(ended[0]);
}
