/**
 * The variable that makes a process a worker. Not one of `DRAWBRIDGE_`: those are settings, and an unknown one is a
 * fault.
 */
const VARIABLE = '_DRAWBRIDGE_WORKER';

/** What the environment of a worker has beside that of the primary. */
export function workerVariables(number: number): Readonly<Record<string, string>> {
  return { [VARIABLE]: String(number) };
}

/**
 * Which worker this process is, from 1.
 *
 * @returns `undefined` when it is none: without a channel to a primary it would have nobody to obey
 */
export function workerNumber(
  env: Readonly<Record<string, string | undefined>>,
): number | undefined {
  const number = Number(env[VARIABLE]);
  return process.connected && Number.isInteger(number) && number > 0 ? number : undefined;
}
