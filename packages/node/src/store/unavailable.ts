import { DrawbridgeError } from '@drawbridge/core';

/** The fault of a store that did not do what it was asked. */
export function unavailable(detail: string, hint: string, cause?: unknown): DrawbridgeError {
  return new DrawbridgeError('store_unavailable', { detail, hint, cause });
}

/** What a caller does wrong is told as it is; whatever else is thrown, the store did not answer. */
export function isOwnFault(thrown: unknown): boolean {
  return thrown instanceof DrawbridgeError || thrown instanceof RangeError;
}
