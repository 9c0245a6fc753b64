import {
  type Call,
  type Clock,
  epochSeconds,
  type HeaderField,
  headerValues,
} from '@drawbridge/core';
import type { CookieNames } from '../cookies/cookie-names.ts';
import { readCookies } from '../cookies/read-cookies.ts';
import { setCookies } from '../cookies/set-cookies.ts';
import type { Session } from '../session/session.ts';
import type { Sessions } from '../session/sessions.ts';

/** The session of a browser, by the cookie that it brings. */
export interface BrowserSessions {
  /**
   * @param host - the browser's: of the auth host or an app host
   * @returns `undefined` where nobody is signed in
   * @throws {DrawbridgeError} `store_unavailable`, or of kind `upstream`
   */
  find(call: Call, host: string): Promise<Session | undefined>;
  /** Ends what this browser had on the auth host: what somebody planted there is not signed in by the next sign-in. */
  endAll(call: Call, host: string): Promise<void>;
  /** Set-Cookie fields of a session on one host. @param cookie - see `Sessions.cookieFor` */
  fields(call: Call, cookie: string, endsAt: number): readonly HeaderField[];
}

/** What there is to make it of. */
export interface BrowserSessionsOptions {
  readonly sessions: Sessions;
  readonly names: CookieNames;
  readonly clock: Clock;
}

/** Makes the one place where the sign-in reads and writes cookies of sessions. */
export function createBrowserSessions(options: BrowserSessionsOptions): BrowserSessions {
  const { sessions, names, clock } = options;
  const candidates = (call: Call) => readCookies(headerValues(call, 'cookie'), names.session);

  return {
    async find(call, host) {
      for (const cookie of candidates(call)) {
        const session = await sessions.open(cookie, host);
        if (session !== undefined) return session;
      }
      return undefined;
    },

    async endAll(call, host) {
      for (const cookie of candidates(call)) {
        const session = await sessions.toEnd(cookie, host);
        if (session !== undefined) await sessions.end(session);
      }
    },

    fields: (call, cookie, endsAt) =>
      setCookies(names.session, cookie, {
        maxAge: endsAt - epochSeconds(clock),
        cookies: headerValues(call, 'cookie'),
      }),
  };
}
