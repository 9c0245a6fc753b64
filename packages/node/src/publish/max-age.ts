import { DOCUMENT_MAX_AGE } from '@drawbridge/core';

/** The longest that caches may keep keys, in seconds: with more a new key would not sign for days. */
export const LONGEST_MAX_AGE = 86_400;

/**
 * For how long, in seconds, caches may keep what an answer replaced: its freshness lifetime as RFC 9111 section 4.2.1 has
 * it, of private and of shared caches the longer. `Age` is not taken off: what is there now may be newer than
 * what others keep.
 *
 * @param headers - by names in lower case
 * @returns five minutes where the answer does not tell, and caches may guess
 */
export function maxAgeOf(headers: Readonly<Record<string, string>>): number {
  const directives = (headers['cache-control'] ?? '').toLowerCase().split(',');
  const values = directives.flatMap((directive) => {
    const found = /^\s*(?:s-maxage|max-age)\s*=\s*"?(\d{1,10})"?\s*$/.exec(directive);
    return found?.[1] === undefined ? [] : Number(found[1]);
  });
  if (directives.some((directive) => /^\s*(?:no-store|no-cache)\b/.test(directive))) return 0;
  if (values.length > 0) return Math.max(...values);
  const lifetime = Date.parse(headers['expires'] ?? '') - Date.parse(headers['date'] ?? '');
  return Number.isNaN(lifetime) ? DOCUMENT_MAX_AGE : Math.max(0, Math.floor(lifetime / 1000));
}
