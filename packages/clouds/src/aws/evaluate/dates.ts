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
