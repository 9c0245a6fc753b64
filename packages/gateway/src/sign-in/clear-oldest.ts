import { type Call, type HeaderField, headerValues } from '@drawbridge/core';
import { cookiePairs } from '@drawbridge/oauth';
import { clearCookies } from '../cookies/set-cookies.ts';

/** Sign-ins that one browser has under way at one host, each in a tab of its own. */
const MAX_COUNT = 8;
/** Characters of all of them: the usual proxy takes a Cookie field of 8 KiB, and refuses everything that has a longer one. */
const MAX_LENGTH = 6000;

/**
 * Makes room for one more cookie of a kind: clears the oldest beyond what a browser may have. Browsers send the oldest first
 * (RFC 6265 section 5.4).
 *
 * @param nameOf - gives the names of the kind
 * @param length - characters of the one that is set
 */
export function clearOldest(
  call: Pick<Call, 'headers'>,
  nameOf: (id: string) => string,
  length: number,
): readonly HeaderField[] {
  const cookies = headerValues(call, 'cookie');
  const pairs = cookiePairs(cookies, nameOf('x').slice(0, -1));
  let [count, total] = [1, length];
  const kept = new Set<string>();
  for (const [name, value] of pairs.toReversed()) {
    count++;
    total += name.length + value.length + 3;
    if (count > MAX_COUNT || total > MAX_LENGTH) break;
    kept.add(name);
  }
  const old = new Set(pairs.map(([name]) => name).filter((name) => !kept.has(name)));
  return [...old].flatMap((name) => clearCookies(name, []));
}
