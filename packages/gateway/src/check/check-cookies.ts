import { type HeaderField, headerValues, type Call } from '@drawbridge/core';
import { cookiePairs } from '@drawbridge/oauth';
import { cookieNames } from '../cookies/cookie-names.ts';
import { MAX_VALUE, setCookies } from '../cookies/set-cookies.ts';

/** The name of cookies that say nothing: whether they arrive is all that is asked of them. */
export function checkCookieName(scheme: 'http' | 'https'): string {
  return `${cookieNames(scheme).session}-check`;
}

/**
 * Set-Cookie fields as long, and with the same attributes, as those of the longest session: a browser forgets them at once.
 *
 * @param length - of the value. Default: the longest that is set under any name
 */
export function checkCookies(scheme: 'http' | 'https', length = MAX_VALUE): readonly HeaderField[] {
  return setCookies(checkCookieName(scheme), 'x'.repeat(length), { maxAge: 0, cookies: [] });
}

/** A Cookie field of that length, as a browser sends it for {@link checkCookies}. */
export function longCookie(scheme: 'http' | 'https', length: number): string {
  return checkCookies(scheme, length)
    .map(([, text]) => text.slice(0, text.indexOf(';')))
    .join('; ');
}

/** Characters of all Cookie fields of a call. */
export function cookieLength(call: Pick<Call, 'headers'>): number {
  return headerValues(call, 'cookie').reduce((sum, value) => sum + value.length, 0);
}

/** Whether a cookie of that name is there, whole. */
export function hasCheckCookie(cookies: readonly string[], scheme: 'http' | 'https'): boolean {
  const name = checkCookieName(scheme);
  return cookiePairs(cookies, name).some(([found]) => found === name);
}
