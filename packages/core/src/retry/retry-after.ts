/** Seconds. What a server may ask for at most, whatever it writes. */
const MAX_WAIT = 86_400;

/**
 * Reads a `Retry-After` field (RFC 9110 section 10.2.3): seconds, or a date.
 *
 * @param now - milliseconds since the epoch
 * @returns seconds from now, up to a day; `undefined` when the field is not there or is neither
 */
export function parseRetryAfter(value: string | null, now: number): number | undefined {
  const text = value?.trim() ?? '';
  if (/^\d{1,10}$/.test(text)) return Math.min(Number(text), MAX_WAIT);
  // Only the three forms of HTTP-date begin with the name of a day; Date.parse takes much more.
  if (!/^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? /.test(text)) return undefined;
  const until = Date.parse(text);
  if (Number.isNaN(until)) return undefined;
  return Math.min(Math.max(0, (until - now) / 1000), MAX_WAIT);
}
