import { InvalidArgumentError } from 'commander';

/** A value with something in it: an empty one comes of a variable that is not set. */
export function filled(value: string): string {
  if (value === '') throw new InvalidArgumentError('It is empty.');
  return value;
}

/**
 * Gathers the values of an option that may be repeated. An option of commander that takes
 * several words at once would swallow the arguments that follow it.
 */
export function repeatable(value: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, filled(value)];
}

/** As {@link repeatable}, of values that are read. */
export function repeated<Value>(
  read: (value: string) => Value,
): (value: string, earlier?: readonly Value[]) => readonly Value[] {
  return (value, earlier = []) => [...earlier, read(value)];
}

/** A whole number of a range. */
export function wholeNumber(least: number, most: number): (value: string) => number {
  return (value) => {
    const number = /^\d{1,10}$/.test(value) ? Number(value) : Number.NaN;
    if (number >= least && number <= most) return number;
    throw new InvalidArgumentError(`Give a whole number from ${least} to ${most}.`);
  };
}

/** A number as one, and any other word as it is: the setting says which of them it takes. */
export function numberOrWord(value: string): number | string {
  return /^\d{1,9}$/.test(value) ? Number(value) : filled(value);
}

/** Seconds of a length: `3600`, `60m`, `1h`. */
export function seconds(least: number, most: number): (value: string) => number {
  return (value) => {
    const [, digits, unit = 's'] = /^(\d{1,9})([smh]?)$/.exec(value) ?? [];
    const factor = { s: 1, m: 60, h: 3600 }[unit || 's'] ?? 1;
    const length = digits === undefined ? Number.NaN : Number(digits) * factor;
    if (length >= least && length <= most) return length;
    throw new InvalidArgumentError(
      `Give ${least} to ${most} seconds: from ${lengthOf(least)} to ${lengthOf(most)}.`,
    );
  };
}

/** Seconds as {@link seconds} reads them, in the largest unit. */
function lengthOf(length: number): string {
  if (length % 3600 === 0) return `${length / 3600}h`;
  return length % 60 === 0 ? `${length / 60}m` : `${length}`;
}

/** A name with a value, given as `name=JSON`. */
export function namedJson(value: string): readonly [name: string, value: unknown] {
  const at = value.indexOf('=');
  const name = value.slice(0, at);
  if (at < 1) throw new InvalidArgumentError('Give NAME=JSON, such as team=\'"blue"\'.');
  try {
    return [name, JSON.parse(value.slice(at + 1))];
  } catch {
    throw new InvalidArgumentError(
      `The value of ${JSON.stringify(name)} is not JSON: text stands in quotation marks, as in team='"blue"'.`,
    );
  }
}

/** A name with text, given as `name=text`. */
export function namedText(value: string): readonly [name: string, text: string] {
  const at = value.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('Give NAME=VALUE, such as ref_protected=true.');
  return [value.slice(0, at), value.slice(at + 1)];
}
