import type { ErrorKind } from '@drawbridge/core';

/** A fault that the log has been told, so that nothing more is said of it: it only ends the command. */
export class ToldError extends Error {
  override readonly name = 'ToldError';
  /** Decides the exit code. */
  readonly kind: ErrorKind;

  constructor(kind: ErrorKind, cause: unknown) {
    super('the log has been told', { cause });
    this.kind = kind;
  }
}
