import { type Clock, DrawbridgeError, epochSeconds } from '@drawbridge/core';
import { type TokenGrant, type TokenSet, toTokenSet, untilAborted } from '@drawbridge/oauth';
import type { ReadToken } from './read-job-token.ts';
import type { Trade } from './renewal-handles.ts';

/** What tokens for a cloud are made of. */
export interface JobTokenOptions {
  /** The token of the job, a new one where there is one. */
  readonly read: (signal: AbortSignal) => Promise<ReadToken>;
  /** Whether {@link read} gives another one before this one ends. */
  readonly isRenewed: boolean;
  /** Trades it for one that the cloud takes; `undefined` where the cloud takes it as it is. */
  readonly exchange: Trade | undefined;
  /** Keeps what was made, before anybody is told of it. */
  readonly write: (token: string) => Promise<void>;
  readonly clock: Clock;
}

/**
 * Makes tokens for a cloud of the token of a job, and writes each to where its SDKs read it. It throws `sign_in_needed` once there will be no better one.
 *
 * It counts as one that rotates, since its source is to renew it although nobody asks; and where a rule of the exchange
 * takes each token once, an answer that is lost cannot be had again.
 */
export function jobTokenGrant(options: JobTokenOptions): TokenGrant {
  const { read, isRenewed, exchange, write, clock } = options;
  /** Of what token of the job the newest was made, and its own `exp`: both by the clocks of their issuers. */
  let made: { readonly of: string; readonly end: number | undefined } | undefined;

  async function trade(token: string, signal: AbortSignal): Promise<TokenSet> {
    const now = epochSeconds(clock);
    if (exchange === undefined) {
      made = { of: token, end: undefined };
      return toTokenSet(token, now);
    }
    const exchanged = await exchange(token, signal);
    const tokens = toTokenSet(exchanged.accessToken, now);
    made = { of: token, end: tokens.expiresAt };
    // Counted from now where that is told: the clock here may be wrong.
    const { expiresIn } = exchanged;
    return expiresIn === undefined ? tokens : { ...tokens, expiresAt: now + expiresIn };
  }

  /** Whether what was made lives as long as the token of the job, so that no better can be had of it. */
  function isLast(job: ReadToken): boolean {
    if (isRenewed || made?.of !== job.token) return false;
    if (exchange === undefined) return true;
    return made.end !== undefined && made.end >= (job.expiresAt ?? Infinity);
  }

  return {
    rotates: true,
    isRead: exchange === undefined,
    async obtain(held, signal, closing) {
      const either = closing === undefined ? signal : AbortSignal.any([signal, closing]);
      const job = await untilAborted(() => read(either), either);
      // What could not be written is tried again: then nothing is held.
      if (held !== undefined && isLast(job)) throw over(job);
      if (exchange === undefined) requireAlive(job, epochSeconds(clock));
      const tokens = await trade(job.token, either);
      await write(tokens.accessToken);
      return tokens;
    },
  };
}

function over({ expiresAt = 0 }: ReadToken): DrawbridgeError {
  return new DrawbridgeError('sign_in_needed', {
    detail: `nothing renews the token of the job, which ends at ${timeOf(expiresAt)}`,
  });
}

function requireAlive({ expiresAt = Infinity }: ReadToken, now: number): void {
  if (now < expiresAt) return;
  throw new DrawbridgeError('token_expired', {
    detail: `the token of the job ended at ${timeOf(expiresAt)}`,
    hint: 'Run the job again, or give its system a longer time for it.',
  });
}

function timeOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}
