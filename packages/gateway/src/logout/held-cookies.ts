import { type Call, type HeaderField, headerValues } from '@drawbridge/core';
import type { CookieNames } from '../cookies/cookie-names.ts';
import { cookiePairs } from '../cookies/cookie-pairs.ts';
import { readCookies } from '../cookies/read-cookies.ts';
import { clearCookies } from '../cookies/set-cookies.ts';

/** The cookies of ours that a browser has of one host. */
export interface HeldCookies {
  /** The texts that may stand for a session; one of them at most was sealed for this host. */
  read(call: Pick<Call, 'headers'>): readonly string[];
  /**
   * Set-Cookie fields that take them from the browser: the session in all its parts, and sign-ins under way. Whom its person
   * signed in with the last time is no secret, and stays.
   */
  clear(call: Pick<Call, 'headers'>): readonly HeaderField[];
}

/** More than a sign-in leaves in any browser; what comes beyond was made up. */
const MOST = 32;

/** Makes the one place where a sign-out reads and clears cookies. */
export function createHeldCookies({ session, login, attempt }: CookieNames): HeldCookies {
  const begun = [login, attempt].map((nameOf) => nameOf('x').slice(0, -1));
  return {
    read: (call) => readCookies(headerValues(call, 'cookie'), session),
    clear(call) {
      const cookies = headerValues(call, 'cookie');
      const names = begun.flatMap((prefix) => cookiePairs(cookies, prefix).map(([name]) => name));
      const known = [...new Set(names)].filter((name) => /^[\w-]+$/.test(name)).slice(0, MOST);
      return [
        ...clearCookies(session, cookies),
        ...known.flatMap((name) => clearCookies(name, [])),
      ];
    },
  };
}
