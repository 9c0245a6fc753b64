import type { Session } from '../session/session.ts';
import { leftOf } from './left-session.ts';
import type { LeftSession, LogoutContext } from './logout-context.ts';

/**
 * Ends sessions by the wish of their person.
 *
 * @returns what is left of the first
 * @throws {DrawbridgeError} `store_unavailable`
 */
export async function endSessions(
  { browsers, log }: LogoutContext,
  found: readonly Session[],
): Promise<LeftSession | undefined> {
  const ended = await browsers.end(found);
  for (const { user } of ended) {
    log.info('session ended', { by: 'person', provider: user.provider });
  }
  const [session, first] = [found[0], ended[0]];
  return session && first && leftOf(session, first);
}
