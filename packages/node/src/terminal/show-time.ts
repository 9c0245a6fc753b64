/**
 * A time in words that a person can place: ISO 8601, and how far away it is.
 *
 * @param seconds - since the epoch, like `now`
 */
export function showTime(seconds: number, now: number): string {
  const date = new Date(seconds * 1000);
  // Whoever makes a token up may write any number into it.
  if (Number.isNaN(date.getTime())) return `${seconds} (beyond the calendar)`;
  return `${date.toISOString().replace('.000Z', 'Z')} (${showDistance(seconds - now)})`;
}

const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

/** `in 5 minutes`, `2 days ago`; two of a unit at least, so that little is rounded away. */
function showDistance(seconds: number): string {
  if (seconds === 0) return 'now';
  const size = Math.abs(seconds);
  const [unit, length] = UNITS.find(([, candidate]) => size >= 2 * candidate) ?? ['second', 1];
  const count = Math.floor(size / length);
  const words = `${count} ${unit}${count === 1 ? '' : 's'}`;
  return seconds >= 0 ? `in ${words}` : `${words} ago`;
}
