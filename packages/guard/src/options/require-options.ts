import { type Log, requireFunctions, requireSeconds } from '@drawbridge/core';

/** @throws {TypeError} when there is a fault */
export function refuseFault(option: string, fault: string | undefined): void {
  if (fault !== undefined) throw new TypeError(`${option} ${fault}`);
}

/**
 * A list, of whatever.
 *
 * @param example - of what to write
 * @throws {TypeError} for anything else but `undefined`
 */
export function requireArray(value: unknown, option: string, example: string): void {
  if (value === undefined || Array.isArray(value)) return;
  throw new TypeError(`${option} must be a list, such as ${example}`);
}

/**
 * Refuses what nobody reads: a condition whose name is misspelled would hold for nobody, and nobody would notice.
 *
 * @param known - the names that there are
 * @param place - what is before the name in a message, such as `proxy.`
 * @throws {TypeError} naming it, and the known name that begins like it
 */
export function refuseUnknown(
  options: object,
  known: Readonly<Record<string, true>>,
  place = '',
): void {
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || Object.hasOwn(known, name)) continue;
    const meant = likest(name, Object.keys(known));
    const advice = meant === undefined ? 'leave it out' : `did you mean ${meant}?`;
    throw new TypeError(`there is no option ${place}${name}; ${advice}`);
  }
}

/** The name that has the longest beginning in common, two characters at least. */
function likest(name: string, names: readonly string[]): string | undefined {
  let found: string | undefined;
  let longest = 1;
  for (const each of names) {
    const length = commonLength(name.toLowerCase(), each.toLowerCase());
    if (length > longest) [found, longest] = [each, length];
  }
  return found;
}

function commonLength(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length++;
  return length;
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

/** No clocks differ by an hour: who writes more means milliseconds. */
const MAX_LEEWAY = 3600;

/**
 * Seconds by which two clocks may differ.
 *
 * @throws {TypeError} for what is no whole number of seconds, or more than an hour of them
 */
export function requireLeeway(leeway: number | undefined): void {
  if (leeway === undefined || requireSeconds(leeway, 'leeway') <= MAX_LEEWAY) return;
  throw new TypeError(`leeway is ${leeway}, and it is in seconds: write 3600 at most, such as 30`);
}

/**
 * A function.
 *
 * @param what - it does, at the end of a sentence
 * @throws {TypeError} for anything else but `undefined`
 */
export function requireFunction(value: unknown, option: string, what: string): void {
  if (value === undefined || typeof value === 'function') return;
  throw new TypeError(`${option} must be a function that ${what}`);
}

/** @throws {TypeError} for anything else but `undefined` */
export function requireText(value: unknown, option: string): void {
  if (value === undefined || typeof value === 'string') return;
  throw new TypeError(`${option} must be a string`);
}

/** @throws {TypeError} for what is no {@link Log}, or one whose parameters are the other way round */
export function requireLog(log: Log | undefined): void {
  requireFunctions(
    log,
    'log',
    ['debug', 'info', 'warn', 'error'],
    'a Log, such as createLineLog of @drawbridge/core makes',
  );
  if (log !== undefined && 'bindings' in log) {
    throw new TypeError(
      'log is a logger of pino, which takes the fields before the text: write { info: (event, fields) => logger.info(fields, event) }, and debug, warn and error like it',
    );
  }
}
