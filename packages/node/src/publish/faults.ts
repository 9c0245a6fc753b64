import { DrawbridgeError } from '@drawbridge/core';

/** The destination does not take it, and will not until somebody changes something. */
export function refused(detail: string, hint: string, cause?: unknown): DrawbridgeError {
  return new DrawbridgeError('publish_refused', { detail, hint, cause });
}

/** It could not be done now. */
export function failed(detail: string, hint?: string, cause?: unknown): DrawbridgeError {
  return new DrawbridgeError('publish_failed', {
    detail,
    ...(hint !== undefined && { hint }),
    cause,
  });
}

/** What is seen at the public address is not what was published. */
export function otherwise(detail: string, hint: string, cause?: unknown): DrawbridgeError {
  return new DrawbridgeError('published_otherwise', { detail, hint, cause });
}

/** A fault of the way to a destination. */
export function unreached(name: string, thrown: unknown): DrawbridgeError {
  if (!(thrown instanceof DrawbridgeError)) return failed(`${name} failed`, undefined, thrown);
  if (thrown.code.startsWith('publish')) return thrown;
  return failed(`${name} could not be used: ${thrown.message}`, thrown.hint, thrown);
}
