/** W3C NOTE-datetime, as the IAM user guide asks for ("Condition operators", date condition operators). */
const DATE =
  /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|[+-]\d\d:\d\d))?)?)?$/;
/** Seconds since the epoch, in the range of a signed number of 64 bits. */
const EPOCH = /^-?\d{1,19}$/;
const MOST_SECONDS = 2n ** 63n;

/**
 * The times that a text of a policy or a request may mean, in milliseconds since the epoch; none for a text that is no time. Four
 * digits are a year and seconds alike.
 */
export function parseTimes(text: string): readonly number[] {
  const times: number[] = [];
  if (EPOCH.test(text)) {
    const seconds = BigInt(text);
    if (seconds < MOST_SECONDS && seconds >= -MOST_SECONDS) times.push(Number(seconds) * 1000);
  }
  const time = parseDate(text);
  if (time !== undefined) times.push(time);
  return times;
}

/** Times of ISO 8601 in other forms than the note has: without a zone, without separators, with a space for the T or a comma for the point. */
const LOOSE =
  /^(\d{4})-?(\d\d)-?(\d\d)(?:[Tt ](\d\d)(?::?(\d\d)(?::?(\d\d)(?:[.,]\d+)?)?)?(?: ?(?:[Zz]|[+-](\d\d)(?::?(\d\d))?))?)?$/;
/** ISO 8601 again: a day of a week, or of a year. */
const OTHER_DAY =
  /^\d{4}-?(?:W[0-5]\d(?:-?[1-7])?|[0-3]\d\d)(?:[Tt ][\d:.,]+ ?(?:[Zz]|[+-][\d:]+)?)?$/;

/** Whether a text that is no time of the guide's forms may be one to IAM all the same: that it is refused is not documented. */
export function mayBeTime(text: string): boolean {
  if (OTHER_DAY.test(text)) return true;
  const [, year, month, day, hour = '00', minute = '00', second = '00', ahead, beside] =
    LOOSE.exec(text) ?? [];
  const zone = ahead === undefined ? 'Z' : `+${ahead}:${beside ?? '00'}`;
  // A second that is put in between is a 60th.
  const seconds = second === '60' ? '59' : second;
  return parseDate(`${year}-${month}-${day}T${hour}:${minute}:${seconds}${zone}`) !== undefined;
}

function parseDate(text: string): number | undefined {
  const [, year, month = '01', day = '01', hour = '00', minute = '00', second = '00', part, zone] =
    DATE.exec(text) ?? [];
  if (year === undefined) return undefined;
  const fraction = part === undefined ? '' : `.${part.slice(0, 3).padEnd(3, '0')}`;
  const time = Date.parse(
    `${year}-${month}-${day}T${hour}:${minute}:${second}${fraction}${zone ?? 'Z'}`,
  );
  // Date.parse takes the 31st of each month for a day of the next.
  const isDay = Number(day) <= new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  return Number.isNaN(time) || !isDay ? undefined : time;
}
