import { requireCount } from '@drawbridge/core';
import { createSeenTokens } from '../cookies/seen-tokens.ts';

/** Opens the cookie of a host. @returns `undefined` for one that nobody here sealed for it */
export type OpenCookie<T> = (cookie: string, host: string) => Promise<T | undefined>;

/** Characters of cookies that are remembered: in bytes, 32 MiB. */
const MAX_CHARACTERS = 32 * 1024 * 1024;

/**
 * Remembers what unsealing a cookie gave, so that a browser's next requests cost no more than finding its text. It says nothing
 * of whether the session lives: who asks looks that up each time. What was refused is not remembered, or made-up cookies would
 * take the places of good ones.
 *
 * A cookie is remembered as it is, in a process that has the key to seal any other with. Its end is that of the tag by which it
 * was sealed, which nobody can guess.
 *
 * @param places - how many are remembered at most; the half of them in any case, as long as they are not very long
 */
export function rememberCookies<T>(places: number, open: OpenCookie<T>): OpenCookie<T> {
  const seen = createSeenTokens<{ readonly host: string; readonly opened: T }>({
    places: requireCount(places, 'seen'),
    characters: MAX_CHARACTERS,
  });
  return async (cookie, host) => {
    const known = seen.find(cookie);
    // What was opened for one host is nothing on another.
    if (known?.host === host) return known.opened;
    const opened = await open(cookie, host);
    if (opened !== undefined) seen.keep(cookie, { host, opened });
    return opened;
  };
}
