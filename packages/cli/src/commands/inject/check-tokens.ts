import { DrawbridgeError, type Log, toDrawbridgeError } from '@drawbridge/core';
import type { OpenInjector } from '@drawbridge/inject/node';

/**
 * Milliseconds that a start waits for a token: what a process left that was killed over a refresh is waited for half of
 * that, and then there is the refresh itself. It may find that the sign-in has ended.
 */
const PATIENCE = 60_000;

/**
 * Comes by the first token of each source, so that a person is told now that a sign-in is needed, and not by the first
 * call. An issuer that cannot be reached may come back: that is a warning.
 *
 * @param stopping - aborted when the answer is not waited for any more: nothing is told then
 * @returns until when the first token is good, in seconds since the epoch, by source; `undefined` for one that is not there or
 *   does not say
 * @throws {DrawbridgeError} what no waiting changes
 */
export async function checkTokens(
  { sources }: Pick<OpenInjector, 'sources'>,
  log: Log,
  stopping?: AbortSignal,
): Promise<readonly (number | undefined)[]> {
  return Promise.all(
    sources.map(async ({ source, upstream }) => {
      try {
        return (await source.get({ signal: AbortSignal.timeout(PATIENCE) })).expiresAt;
      } catch (thrown) {
        // Whoever ends the start knows that there is no token.
        if (stopping?.aborted === true) return undefined;
        const fault = withTime(thrown);
        if (isFinal(fault)) throw fault;
        log.warn('no token yet', {
          upstream,
          code: fault.code,
          detail: fault.message,
          hint: fault.hint,
        });
        return undefined;
      }
    }),
  );
}

function withTime(thrown: unknown): DrawbridgeError {
  if ((thrown as { name?: unknown } | null)?.name !== 'TimeoutError')
    return toDrawbridgeError(thrown);
  return new DrawbridgeError('token_endpoint_timeout', {
    detail: `no token came within ${PATIENCE / 1000} seconds`,
  });
}

function isFinal({ kind }: DrawbridgeError): boolean {
  return kind !== 'upstream' && kind !== 'busy';
}
