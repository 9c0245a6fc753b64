/**
 * Passes a duration on if it is one. Compared with NaN or a fraction by mistake, a limit
 * would hold nothing back.
 *
 * @throws {TypeError} unless it is a whole number of seconds, 0 or more
 */
export function requireSeconds(value: number, name: string): number {
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new TypeError(`${name} is not a whole number of seconds`);
  }
  return value;
}
