const UNITS = [
  ['d', 86_400],
  ['h', 3_600],
  ['min', 60],
  ['s', 1],
] as const;

/** The most days that are told with hours. */
const LONG = 2 * 86_400;

/**
 * How far away a moment is: `in 3 h 12 min`, `2 days ago`. Rounded towards now, lest somebody relies on what has ended.
 *
 * @param seconds - until then; below zero where it is over
 */
export function showClock(seconds: number): string {
  const words = showLength(Math.abs(seconds));
  if (words === undefined) return 'now';
  return seconds > 0 ? `in ${words}` : `${words} ago`;
}

/** A length of time in its two largest units; @returns `undefined` for less than a second */
export function showLength(seconds: number): string | undefined {
  if (seconds >= LONG) return `${Math.floor(seconds / 86_400)} days`;
  const at = UNITS.findIndex(([, size]) => seconds >= size);
  if (at === -1) return undefined;
  const [unit, size] = UNITS[at] as (typeof UNITS)[number];
  const next = UNITS[at + 1];
  const rest = next === undefined ? 0 : Math.floor((seconds % size) / next[1]);
  const words = `${Math.floor(seconds / size)} ${unit}`;
  return rest === 0 || next === undefined ? words : `${words} ${rest} ${next[0]}`;
}
