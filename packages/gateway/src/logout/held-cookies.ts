import { type Call, type HeaderField, headerValues } from '@drawbridge/core';
import { cookiePairs, readCookies } from '@drawbridge/oauth';
import type { CookieNames } from '../cookies/cookie-names.ts';
import { clearCookies } from '../cookies/set-cookies.ts';

/** The cookies of ours that a browser has of one host. */
export interface HeldCookies {
  /** The texts that may stand for a session; one of them at most was sealed for this host. */
  read(call: Pick<Call, 'headers'>): readonly string[];
  /**
   * Set-Cookie fields that take them from the browser: the session in all its parts, sign-ins under way, and how often there was one. Whom its person
   * signed in with the last time is no secret, and stays.
   */
  clear(call: Pick<Call, 'headers'>): readonly HeaderField[];
  /** Those that take the session alone: a sign-in that is under way in another tab goes on. */
  clearSession(call: Pick<Call, 'headers'>): readonly HeaderField[];
}

/** Letter by letter what names of ours are of: it is written into a field. */
const NAME = /^[\w-]+$/;
/** More than a sign-in leaves in any browser; what comes beyond was made up. */
const MOST = 32;

/** Makes the one place where a sign-out reads and clears cookies. */
export function createHeldCookies({ session }: Pick<CookieNames, 'session'>): HeldCookies {
  return {
    read: (call) => readCookies(headerValues(call, 'cookie'), session),
    clearSession: (call) => clearCookies(session, headerValues(call, 'cookie')),
    clear(call) {
      const cookies = headerValues(call, 'cookie');
      const names = new Set(cookiePairs(cookies, `${session}-`).map(([name]) => name));
      const known = [...names].filter((name) => NAME.test(name) && name !== `${session}-provider`);
      return [
        ...clearCookies(session, cookies),
        ...known.slice(0, MOST).flatMap((name) => clearCookies(name, [])),
      ];
    },
  };
}
