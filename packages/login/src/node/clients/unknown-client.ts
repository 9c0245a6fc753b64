import { DrawbridgeError } from '@drawbridge/core';
import { Refusal } from '@drawbridge/oauth';

/** What providers say to a client that they do not know, or no longer let sign anybody in. */
const UNKNOWN: ReadonlySet<string> = new Set(['invalid_client', 'unauthorized_client']);
/** What else has refused, a cloud say, refused nothing about the client. */
const ASKED_FOR_A_SIGN_IN: ReadonlySet<string> = new Set([
  'sign_in_refused',
  'token_endpoint_refused',
]);

/** Whether a sign-in has failed for the client that it was made as. */
export function isUnknownClient(thrown: unknown): boolean {
  if (!(thrown instanceof DrawbridgeError) || !ASKED_FOR_A_SIGN_IN.has(thrown.code)) return false;
  for (let cause = thrown.cause; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof Refusal) return UNKNOWN.has(cause.error);
  }
  return false;
}
