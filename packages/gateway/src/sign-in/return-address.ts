import { judgeTarget } from '../question/judge-target.ts';
import { APP_BASE, type AppBase, OAUTH2_PROXY_BASE } from './app-base.ts';

/** Characters. It travels in a cookie, and a browser keeps none of more than 4,096 bytes. */
const MAX_LENGTH = 2048;
/** What some reader takes for `//`: the name of another host begins behind it. */
const OTHER_HOST = /^\/(?:[/\\]|%2f|%5c)/i;
/** Our own addresses: somebody who is led there signs in for nothing, or is signed out. */
const OWN: Readonly<Record<AppBase, RegExp>> = {
  [APP_BASE]: /^\/+\.drawbridge(?:\/|$)/i,
  // Without that proxy an app may have paths of its own there.
  [OAUTH2_PROXY_BASE]: /^\/+(?:\.drawbridge|oauth2)(?:\/|$)/i,
};

/**
 * Where a person returns to after a sign-in: a path of this very host, with its query, or `/` for everything else.
 *
 * It is written behind `https://HOST`, so that it could lead nowhere else in any case. What a proxy could not ask about, or what
 * is read in two ways by two readers, is refused all the same.
 *
 * @param given - as the address has it, percent-encoding of the address undone
 * @param base - that it was given at
 */
export function returnAddress(given: string | undefined, base: AppBase = APP_BASE): string {
  if (given === undefined || given.length > MAX_LENGTH || OTHER_HOST.test(given)) return '/';
  try {
    const { readings } = judgeTarget(given);
    return readings.some((path) => OWN[base].test(path)) ? '/' : given;
  } catch {
    return '/';
  }
}
