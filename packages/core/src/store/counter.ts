/**
 * The total of a counter as it is stored.
 *
 * @param value - `undefined` when there is none
 * @throws {RangeError} when a value is there that is no counter, or the total is no exact number any more
 */
export function addTo(value: string | undefined, n: number): number {
  const total = (value === undefined ? 0 : parse(value)) + n;
  if (!Number.isSafeInteger(total)) throw new RangeError('a counter has left the exact numbers');
  return total;
}

function parse(value: string): number {
  if (!/^-?\d{1,16}$/.test(value)) throw new RangeError('what is there is no counter');
  return Number(value);
}
