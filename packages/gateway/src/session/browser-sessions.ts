import {
  type Call,
  type Clock,
  epochSeconds,
  type HeaderField,
  headerValues,
} from '@drawbridge/core';
import { readCookies } from '@drawbridge/oauth';
import type { CookieNames } from '../cookies/cookie-names.ts';
import { setCookies } from '../cookies/set-cookies.ts';
import { findSession } from './find-session.ts';
import type { Session } from './session.ts';
import type { EndedSession, Sessions, SignInOf } from './sessions.ts';

/**
 * The sessions of a browser, by the cookies that it brings to one host: of the auth host or of an app. It has one at most, but
 * where somebody planted a cookie beside it. Each function throws what that of {@link Sessions} does.
 */
export interface BrowserSessions {
  /** Who is signed in. @returns `undefined` where nobody is */
  find(call: Pick<Call, 'headers'>, host: string): Promise<Session | undefined>;
  /** All of them, to be ended: whoever signs out is not to stay signed in by another. See `Sessions.toEnd`. */
  toEnd(call: Pick<Call, 'headers'>, host: string): Promise<readonly Session[]>;
  /** Ends sessions, in their order. @param successor - what takes their place; see `Sessions.end` */
  end(found: readonly Session[], successor?: SignInOf): Promise<readonly EndedSession[]>;
  /** Set-Cookie fields of a session on one host. @param cookie - see `Sessions.cookieFor` */
  fields(call: Pick<Call, 'headers'>, cookie: string, endsAt: number): readonly HeaderField[];
}

/** What there is to make it of. */
export interface BrowserSessionsOptions {
  readonly sessions: Pick<Sessions, 'open' | 'toEnd' | 'end'>;
  readonly names: Pick<CookieNames, 'session'>;
  readonly clock: Clock;
}

/** Makes that by which sign-in, sign-out and the page of a person look sessions up, end them, and write their cookies. */
export function createBrowserSessions(options: BrowserSessionsOptions): BrowserSessions {
  const { sessions, names, clock } = options;
  const candidates = (call: Pick<Call, 'headers'>) =>
    readCookies(headerValues(call, 'cookie'), names.session);

  return {
    find: (call, host) => findSession(sessions, candidates(call), host, clock),

    async toEnd(call, host) {
      const found = new Map<string, Session>();
      for (const cookie of candidates(call)) {
        const session = await sessions.toEnd(cookie, host);
        if (session !== undefined) found.set(session.id, session);
      }
      return [...found.values()];
    },

    end: (found, successor) =>
      Promise.all(found.map((session) => sessions.end(session, successor))),

    fields: (call, cookie, endsAt) =>
      setCookies(names.session, cookie, {
        maxAge: endsAt - epochSeconds(clock),
        cookies: headerValues(call, 'cookie'),
      }),
  };
}
