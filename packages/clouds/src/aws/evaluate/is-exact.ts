/** Whether a number that was read from JSON has the digits that stood there, so that its text is known. */
export function isExact(value: number): boolean {
  return Number.isSafeInteger(value) && !Object.is(value, -0);
}
