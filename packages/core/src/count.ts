/**
 * Passes a limit on if it is one: compared with NaN by mistake, it would hold nothing back.
 *
 * @throws {TypeError} unless it is a whole number, 1 or more
 */
export function requireCount(value: number, name: string): number {
  if (!Number.isSafeInteger(value) || value < 1) {
    throw new TypeError(`${name} is not a whole number from 1 up`);
  }
  return value;
}
