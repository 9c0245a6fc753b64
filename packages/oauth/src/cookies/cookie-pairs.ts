/** The name of a cookie, and its value as it came. */
export type CookiePair = readonly [name: string, value: string];

/**
 * The cookies of the Cookie fields of a request, in order of arrival (RFC 6265 section 5.4). Nothing is decoded, and quotes
 * stay: what Drawbridge writes has none. A pair without `=` is no cookie of ours.
 *
 * @param values - of each field: HTTP/2 allows several (RFC 9113 section 8.2.3)
 * @param prefix - of the names that are wanted
 */
export function cookiePairs(values: readonly string[], prefix: string): readonly CookiePair[] {
  const pairs: CookiePair[] = [];
  for (const value of values) {
    // Most browsers send a dozen cookies that are not ours.
    if (!value.includes(prefix)) continue;
    for (let from = 0; from < value.length; ) {
      const semicolon = value.indexOf(';', from);
      const end = semicolon === -1 ? value.length : semicolon;
      const text = value.slice(from, end);
      from = end + 1;
      const at = text.indexOf('=');
      if (at === -1) continue;
      const name = text.slice(0, at).trim();
      if (name.startsWith(prefix)) pairs.push([name, text.slice(at + 1).trim()]);
    }
  }
  return pairs;
}
