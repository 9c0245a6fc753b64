import { DrawbridgeError } from '@drawbridge/core';

/** Milliseconds that a person has to sign in. */
export const SIGN_IN_TIME = 120_000;

/**
 * Waits for a person, and not for ever.
 *
 * @param time - milliseconds
 * @param redirectUri - to be named among the likely causes
 * @param wait - is told when to give up by the signal, and how to say that the person has done all there is to do: then
 *   the time is no longer counted
 * @throws {DrawbridgeError} `sign_in_timeout`
 * @throws the reason of the signal that is given, when it is aborted
 */
export async function withinTime<T>(
  time: number,
  redirectUri: string,
  signal: AbortSignal,
  wait: (signal: AbortSignal, isThere: () => void) => Promise<T>,
): Promise<T> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(timeout(time, redirectUri)), time);
  try {
    return await wait(AbortSignal.any([signal, late.signal]), () => clearTimeout(timer));
  } finally {
    clearTimeout(timer);
  }
}

function timeout(time: number, redirectUri: string): DrawbridgeError {
  return new DrawbridgeError('sign_in_timeout', {
    detail: `nobody signed in within ${Math.round(time / 1000)} seconds`,
    hint:
      'Was the window closed, or does the provider show an error and not send the browser back? ' +
      `Then see that exactly this redirect URI is registered for the client: ${redirectUri}`,
  });
}
