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

/** A number as one, and any other word as it is: the setting says which of them it takes. */
export function numberOrWord(value: string): number | string {
  return /^\d{1,9}$/.test(value) ? Number(value) : filled(value);
}
