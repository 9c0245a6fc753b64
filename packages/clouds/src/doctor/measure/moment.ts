const UNITS = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const;

/** Seconds since 1970 that no clock of ours will show: a time in milliseconds is beyond them. */
const BEYOND = 100_000_000_000;

/** `5 minutes`, `2 days`: two of a unit at least, so that little is rounded away. @param seconds - their sign is left out */
export function span(seconds: number): string {
  const size = Math.abs(seconds);
  const [unit, length] = UNITS.find(([, candidate]) => size >= 2 * candidate) ?? ['second', 1];
  const count = Math.floor(size / length);
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

/** A time as people read it. @param seconds - since 1970 */
export function moment(seconds: number): string {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime())
    ? `${seconds} (beyond the calendar)`
    : date.toISOString().replace(/\.\d{3}Z$/, 'Z');
}

/** Whether a time that should be in seconds is likely to be in milliseconds. */
export function isInMilliseconds(value: unknown): value is number {
  return typeof value === 'number' && value >= BEYOND && value < 100 * BEYOND;
}

/** What is to be done about times that are a thousand times too large. */
export const MILLISECONDS =
  'Have the issuer give its times in seconds since 1970 (RFC 7519 section 2).';
