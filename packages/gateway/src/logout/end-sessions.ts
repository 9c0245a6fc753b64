import type { Session } from '../session/session.ts';
import { leftOf } from './left-session.ts';
import type { LeftSession, LogoutContext } from './logout-context.ts';
import { revokeLeft } from './revoke-left.ts';

/**
 * Ends sessions by the wish of their person, with what their providers gave to renew them.
 *
 * @returns what is left of the first
 * @throws {DrawbridgeError} `store_unavailable`
 */
export async function endSessions(
  context: LogoutContext,
  found: readonly Session[],
): Promise<LeftSession | undefined> {
  const ended = await Promise.all(found.map((session) => context.sessions.end(session)));
  for (const { user } of ended) {
    context.log.info('session ended', { by: 'person', provider: user.provider });
  }
  await Promise.all(ended.map((each) => revokeLeft(context, each)));
  const [first] = ended;
  return first && leftOf(found[0] as Session, first);
}
