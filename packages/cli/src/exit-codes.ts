import type { ErrorKind } from '@drawbridge/core';

/** The exit code of a service that was told twice to stop. */
export const STOPPED_AT_ONCE = 4;

/** The exit codes of every command, with the words that `--help` uses for them. */
export const EXIT_CODES = [
  [0, 'success'],
  [1, 'the answer is no: a token was refused, or a case failed'],
  [2, 'the command line, the configuration or the data folder must be corrected'],
  [3, 'another service failed, or is busy: trying again may help'],
  [STOPPED_AT_ONCE, 'a second signal came while a service was stopping: calls were cut off'],
  [5, 'nobody signed in within the time for it'],
  [70, 'a bug in Drawbridge'],
] as const;

const BY_KIND: Readonly<Record<ErrorKind, number>> = {
  request: 1,
  token: 1,
  policy: 1,
  configuration: 2,
  upstream: 3,
  busy: 3,
  person: 5,
  bug: 70,
};

/** The exit code for a fault of this kind. */
export function exitCode(kind: ErrorKind): number {
  return BY_KIND[kind];
}

/**
 * The kind of fault that another process of ours ended with.
 *
 * @param code - its exit code; `undefined` where a signal ended it
 */
export function kindOfExit(code: number | undefined): ErrorKind {
  if (code === BY_KIND.configuration) return 'configuration';
  return code === BY_KIND.busy ? 'busy' : 'bug';
}
