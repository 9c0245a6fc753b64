import { type Clock, encodeBase64Url, encodeUtf8, epochSeconds } from '@drawbridge/core';
import type { Session } from '../session/session.ts';
import type { NewSession, Sessions } from '../session/sessions.ts';

/** Sessions in memory, and what became of them. */
export interface FakeSessions extends Sessions {
  readonly begun: readonly Session[];
  readonly ended: readonly Session[];
}

/** Makes sessions that last a day, whose cookies are good on their own host alone. They stand in for nothing but their interface. */
export function fakeSessions(clock: Clock): FakeSessions {
  const live = new Map<string, Session>();
  const [begun, ended]: [Session[], Session[]] = [[], []];
  const cookieOf = (id: string, host: string) => `${id}.${encodeBase64Url(encodeUtf8(host))}`;

  async function open(cookie: string, host: string): Promise<Session | undefined> {
    const session = live.get(cookie.split('.')[0] ?? '');
    return session && cookie === cookieOf(session.id, host) ? session : undefined;
  }

  return {
    begun,
    ended,
    async begin({ user, authTime, sid }: NewSession) {
      const now = epochSeconds(clock);
      const session: Session = {
        id: crypto.randomUUID(),
        user,
        createdAt: now,
        endsAt: now + 86_400,
        idleEndsAt: now + 3600,
        ...(authTime !== undefined && { authTime }),
        ...(sid !== undefined && { sid }),
      };
      live.set(session.id, session);
      begun.push(session);
      return session;
    },
    cookieFor: async ({ id }, host) => cookieOf(id, host),
    open,
    toEnd: open,
    async end(session) {
      live.delete(session.id);
      ended.push(session);
      return { user: session.user };
    },
    keptOf: async () => ({ in: 'store' }),
    list: async () => [],
    endListed: async () => false,
    endPerson: async () => {},
    endSid: async () => {},
    knowsSid: async () => false,
  };
}
