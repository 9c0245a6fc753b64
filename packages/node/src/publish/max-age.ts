import { DOCUMENT_MAX_AGE } from '@drawbridge/core';

/** The longest that caches may keep keys, in seconds: with more a new key would not sign for days. */
export const LONGEST_MAX_AGE = 86_400;

/** What a number of seconds is taken for that is too great to be counted (RFC 9111 section 1.2.2). */
const FOR_EVER = 2 ** 31;

/**
 * For how long, in seconds, caches may keep what an answer replaced: its freshness lifetime as RFC 9111 section 4.2.1 has
 * it, of private and of shared caches the longer, and the time after that in which they may still give it out while they fetch
 * it anew (RFC 5861 section 3). `Age` is not taken off: what is there now may be newer than what others keep.
 *
 * @param headers - by names in lower case
 * @returns with five minutes where the answer does not tell, and caches may guess
 */
export function maxAgeOf(headers: Readonly<Record<string, string>>): number {
  const directives = (headers['cache-control'] ?? '').toLowerCase().split(',');
  // With names of fields, `no-cache` is about these alone.
  if (directives.some((directive) => /^\s*(?:no-store|no-cache)\s*$/.test(directive))) return 0;
  const fresh = secondsOf(directives, /^\s*(?:s-maxage|max-age)\s*=\s*"?(\d+)"?\s*$/);
  const stale = secondsOf(directives, /^\s*stale-while-revalidate\s*=\s*"?(\d+)"?\s*$/) ?? 0;
  return Math.min(FOR_EVER, (fresh ?? untilExpired(headers) ?? DOCUMENT_MAX_AGE) + stale);
}

/** The most seconds that directives of a kind say. */
function secondsOf(directives: readonly string[], kind: RegExp): number | undefined {
  const values = directives.flatMap((directive) => {
    const found = kind.exec(directive)?.[1];
    return found === undefined ? [] : Number(found);
  });
  return values.length === 0 ? undefined : Math.max(...values);
}

function untilExpired(headers: Readonly<Record<string, string>>): number | undefined {
  const lifetime = Date.parse(headers['expires'] ?? '') - Date.parse(headers['date'] ?? '');
  return Number.isNaN(lifetime) ? undefined : Math.max(0, Math.floor(lifetime / 1000));
}
