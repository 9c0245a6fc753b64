/** @throws {TypeError} when there is a fault */
export function refuseFault(option: string, fault: string | undefined): void {
  if (fault !== undefined) throw new TypeError(`${option} ${fault}`);
}

/**
 * A list of names. A pattern is refused too: names are compared as text, whole.
 *
 * @param what - each of them is
 * @throws {TypeError} for anything else, also for an empty list
 */
export function requireList(names: unknown, option: string, what: string): void {
  if (isListOfNames(names)) return;
  throw new TypeError(`${option} must be a list, of ${what} as a string each`);
}

/**
 * One name, or a list of them.
 *
 * @throws {TypeError} as {@link requireList} does
 */
export function requireNames(names: unknown, option: string, what: string): void {
  if (isListOfNames(typeof names === 'string' ? [names] : names)) return;
  throw new TypeError(`${option} must be ${what} as a string, or a list of such`);
}

function isListOfNames(names: unknown): boolean {
  return (
    Array.isArray(names) &&
    names.length > 0 &&
    names.every((name) => typeof name === 'string' && name !== '')
  );
}

/**
 * One of the values that an option knows, or none.
 *
 * @throws {TypeError} naming them
 */
export function requireOneOf(value: unknown, option: string, known: readonly string[]): void {
  if (value === undefined || (typeof value === 'string' && known.includes(value))) return;
  throw new TypeError(`${option} must be one of ${known.join(', ')}`);
}
