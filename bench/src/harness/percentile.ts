/**
 * The smallest value that so large a part of the values does not exceed.
 *
 * @param part - from above 0 to 1
 * @throws {RangeError} when there are too few values for it: of 99, none is above the 99th percentile
 */
export function percentile(values: readonly number[], part: number): number {
  const rank = Math.ceil(part * values.length);
  if (values.length === 0 || (part < 1 && rank === values.length)) {
    throw new RangeError(`${values.length} values are too few for the part ${part}`);
  }
  return values.toSorted((a, b) => a - b)[rank - 1] as number;
}
