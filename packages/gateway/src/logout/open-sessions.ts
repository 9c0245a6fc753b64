import type { Call } from '@drawbridge/core';
import type { Session } from '../session/session.ts';
import type { LogoutContext } from './logout-context.ts';

/**
 * The sessions that a browser has on one host: one at most, but where somebody planted a cookie beside it. All of them are
 * looked at: whoever signs out is not to stay signed in by the other.
 *
 * @param look - `open` for who is shown something; `toEnd` for who signs out, which is no matter for the provider
 * @throws {DrawbridgeError} as that function of `Sessions` does
 */
export async function openSessions(
  { sessions, cookies }: Pick<LogoutContext, 'sessions' | 'cookies'>,
  call: Pick<Call, 'headers'>,
  host: string,
  look: 'open' | 'toEnd',
): Promise<readonly Session[]> {
  const found = new Map<string, Session>();
  for (const cookie of cookies.read(call)) {
    const session = await sessions[look](cookie, host);
    if (session !== undefined) found.set(session.id, session);
  }
  return [...found.values()];
}
