import { DrawbridgeError } from '@drawbridge/core';
import type { Ended } from './token-record.ts';

/** The fault of tokens that nothing renews any more, as whoever found out has written it. */
export function signInNeeded({ why, hint }: Ended): DrawbridgeError {
  return new DrawbridgeError('sign_in_needed', {
    detail: why,
    hint: hint ?? 'Sign in again, and give the new token.',
  });
}

/** The same fault for one more caller. @param wait - milliseconds after which it may be another */
export function faultAgain(fault: DrawbridgeError, wait?: number): DrawbridgeError {
  const { code, message, hint, token } = fault;
  return new DrawbridgeError(code, {
    detail: message,
    ...(hint !== undefined && { hint }),
    ...(token !== undefined && { token }),
    ...(wait !== undefined && { retryAfter: Math.max(1, Math.ceil(wait / 1000)) }),
    repeated: true,
    cause: fault,
  });
}
