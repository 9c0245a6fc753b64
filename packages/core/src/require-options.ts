/**
 * An object, such as options are.
 *
 * @param example - of what to write
 * @throws {TypeError} for anything else
 */
export function requireObject(value: unknown, option: string, example: string): void {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return;
  throw new TypeError(`${option} must be an object, such as ${example}`);
}

/**
 * What has these functions.
 *
 * @param what - it should be
 * @throws {TypeError} for anything else but `undefined`
 */
export function requireFunctions(
  value: unknown,
  option: string,
  functions: readonly string[],
  what: string,
): void {
  if (value === undefined) return;
  // Functions have members too: `Date` is a clock to some.
  const isHolder = (typeof value === 'object' && value !== null) || typeof value === 'function';
  if (isHolder && functions.every((name) => typeof Reflect.get(value, name) === 'function')) return;
  throw new TypeError(`${option} must be ${what}, with ${functions.join(', ')}`);
}

/** The optional things that most of what is made here is given: where time comes from, and where is written what happens. */
interface Surroundings {
  readonly clock?: unknown;
  readonly log?: unknown;
  readonly metrics?: unknown;
}

/** @throws {TypeError} for what is none of its kind */
export function requireSurroundings({ clock, log, metrics }: Surroundings): void {
  requireFunctions(clock, 'clock', ['now', 'monotonic'], 'a clock, such as systemClock');
  requireFunctions(log, 'log', ['debug', 'info', 'warn', 'error'], 'a log, such as console');
  requireFunctions(metrics, 'metrics', ['count'], 'what counts, such as silentMetrics');
}
