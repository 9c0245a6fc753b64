import { DrawbridgeError, toDrawbridgeError } from '@drawbridge/core';
import type { OpenInjector } from '@drawbridge/inject/node';

/**
 * Milliseconds that a start waits for a token: what a process left that was killed over a refresh is waited for half of
 * that, and then there is the refresh itself. It may find that the sign-in has ended.
 */
const PATIENCE = 60_000;

/** What a start found of one source. */
export interface FirstToken {
  /** Where its calls go. */
  readonly upstream: string;
  /** The routes that it is for, by their places in the section. */
  readonly routes: readonly number[];
  /** Until when its token is good, in seconds since the epoch, where it says so. */
  readonly expiresAt?: number | undefined;
  /** Why there is no token yet. */
  readonly missing?: DrawbridgeError;
}

/**
 * Comes by the first token of each source, so that a person is told now that a sign-in is needed, and not by the first
 * call. An issuer that cannot be reached may come back: that does not end the start.
 *
 * @throws {DrawbridgeError} what no waiting changes
 */
export async function checkTokens({
  sources,
}: Pick<OpenInjector, 'sources'>): Promise<readonly FirstToken[]> {
  return Promise.all(
    sources.map(async ({ source, ...of }) => {
      try {
        const { expiresAt } = await source.get({ signal: AbortSignal.timeout(PATIENCE) });
        return { ...of, expiresAt };
      } catch (thrown) {
        const missing = withTime(thrown);
        if (isFinal(missing)) throw missing;
        return { ...of, missing };
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
