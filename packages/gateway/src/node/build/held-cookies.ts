import { headerValues } from '@drawbridge/core';
import { cookiePairs } from '../../cookies/cookie-pairs.ts';
import type { CookieNames } from '../../cookies/cookie-names.ts';
import { readCookies } from '../../cookies/read-cookies.ts';
import { clearCookies } from '../../cookies/set-cookies.ts';
import type { HeldCookies } from '../../logout/logout-options.ts';

/** The cookies of ours that a browser has of one host: those of its session, and those of sign-ins under way. */
export function heldCookies({ session }: Pick<CookieNames, 'session'>): HeldCookies {
  return {
    read: (call) => readCookies(headerValues(call, 'cookie'), session),
    clear(call) {
      const cookies = headerValues(call, 'cookie');
      const underWay = cookiePairs(cookies, `${session}-`).map(([name]) => name);
      return [session, ...new Set(underWay)].flatMap((name) => clearCookies(name, cookies));
    },
  };
}
