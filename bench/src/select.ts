import { UsageError } from './arguments.ts';
import type { Measurement } from './harness/bench.ts';

/**
 * The measurements that the wanted figures come of. A name that ends in `*` stands for all that begin so.
 *
 * @param wanted - `undefined` for all but those that are measured only if named
 * @throws {UsageError} when a name stands for none
 */
export function selectMeasurements(
  measurements: readonly Measurement[],
  wanted: readonly string[] | undefined,
): readonly Measurement[] {
  if (wanted === undefined) return measurements.filter(({ onlyIfNamed = false }) => !onlyIfNamed);
  const names = measurements.flatMap(({ figures }) => figures);
  const unknown = wanted.find((pattern) => !names.some((name) => stands(pattern, name)));
  if (unknown !== undefined) {
    throw new UsageError(
      `there is no figure ${JSON.stringify(unknown)}; there are ${names.join(', ')}`,
    );
  }
  return measurements.filter(({ figures }) =>
    figures.some((name) => wanted.some((pattern) => stands(pattern, name))),
  );
}

function stands(pattern: string, name: string): boolean {
  return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}
