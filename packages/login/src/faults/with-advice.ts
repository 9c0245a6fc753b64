import { DrawbridgeError, toDrawbridgeError } from '@drawbridge/core';

/**
 * A fault with one more thing that can be done about it, after its own hint.
 *
 * @param advice - in whole sentences
 * @param detail - what happened, where more is known of it than the fault says. Default: what that says
 */
export function withAdvice(thrown: unknown, advice: string, detail?: string): DrawbridgeError {
  const { code, message, hint } = toDrawbridgeError(thrown);
  return new DrawbridgeError(code, {
    detail: detail ?? message,
    hint: hint === undefined ? advice : `${hint} ${advice}`,
    cause: thrown,
  });
}
