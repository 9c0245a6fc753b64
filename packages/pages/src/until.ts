import { html, type Html } from './html.ts';
import { showTime } from './show-time.ts';

/** When something ends. Both times are seconds since the epoch. */
export interface Until {
  readonly expiresAt: number;
  readonly now: number;
  /** Of the IANA list. Default: that of the machine. */
  readonly timeZone?: string | undefined;
}

/** A sentence that says until when, for a person, and in ISO 8601 for a program. */
export function showUntil({ expiresAt, now, timeZone }: Until): Html {
  const length = lengthOf(expiresAt - now);
  const time = showTime(expiresAt, timeZone);
  return length === undefined
    ? html`This ended at ${time}: sign in again.`
    : html`Good for ${length}, until ${time}.`;
}

const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

/** `50 minutes`, `1 hour`: rounded down, lest somebody relies on what has ended. */
function lengthOf(seconds: number): string | undefined {
  if (seconds <= 0) return undefined;
  const fitting = UNITS.find(([, unit]) => seconds >= (unit === 60 ? unit : 2 * unit - unit / 2));
  if (fitting === undefined) return 'less than a minute';
  const [name, unit] = fitting;
  const halves = Math.floor(seconds / (unit / 2)) / 2;
  const count = name === 'minute' ? Math.floor(seconds / unit) : halves;
  return `${String(count).replace(/\.5$/, ' and a half')} ${name}${count === 1 ? '' : 's'}`;
}
