import { createBoundedMap, type Engine, requireCount } from '@drawbridge/core';

/** Opens the cookie of a host. @returns `undefined` for one that nobody here sealed for it */
export type OpenCookie<T> = (cookie: string, host: string) => Promise<T | undefined>;

/**
 * Remembers what unsealing a cookie gave, so that a browser's next requests cost one hash. It says nothing of whether the
 * session lives: who asks looks that up each time. What was refused is not remembered, or made-up cookies would take
 * the places of good ones.
 *
 * @param places - how many are remembered, each with no secret in its name
 */
export function rememberCookies<T>(
  engine: Engine,
  places: number,
  open: OpenCookie<T>,
): OpenCookie<T> {
  const seen = createBoundedMap<T>(requireCount(places, 'seen'));
  return async (cookie, host) => {
    // Of both: what was opened for one host is nothing on another. No field has a line feed in it.
    const name = await engine.sha256Text(`${host}\n${cookie}`);
    const known = seen.get(name);
    if (known !== undefined) return known;
    const opened = await open(cookie, host);
    if (opened !== undefined) seen.set(name, opened);
    return opened;
  };
}
