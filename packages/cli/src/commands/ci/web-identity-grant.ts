import { type Clock, DrawbridgeError, epochSeconds } from '@drawbridge/core';
import {
  type ExchangedToken,
  type TokenGrant,
  type TokenSet,
  toTokenSet,
  untilAborted,
} from '@drawbridge/oauth';
import type { ReadToken } from './read-job-token.ts';

/** What tokens for AWS are made of. */
export interface WebIdentityOptions {
  /** The token of the job, a new one where there is one. */
  readonly read: (signal: AbortSignal) => Promise<ReadToken>;
  /** Whether {@link read} gives another one before this one ends. */
  readonly isRenewed: boolean;
  /** Trades it for one that AWS takes; `undefined` where AWS takes it as it is. */
  readonly exchange:
    | ((token: string, handle: string | undefined, signal: AbortSignal) => Promise<ExchangedToken>)
    | undefined;
  /** Keeps what was made, before anybody is told of it. */
  readonly write: (token: string) => Promise<void>;
  readonly clock: Clock;
}

/**
 * Makes tokens for AWS of the token of a job, and writes each to where AWS's SDKs read it. It throws `sign_in_needed` once there will be no better one.
 *
 * It counts as one that rotates, since its source is to renew it although nobody asks; and where a rule of the exchange
 * takes each token once, the first answer alone has the handle to exchange it again.
 */
export function webIdentityGrant(options: WebIdentityOptions): TokenGrant {
  const { read, isRenewed, exchange, write, clock } = options;
  /** The handle of a token, which is good beside that token alone. */
  let renewal: { readonly of: string; readonly handle: string } | undefined;
  /** Of what token of the job the newest was made, and its own `exp`: both by the clocks of their issuers. */
  let made: { readonly of: string; readonly end: number | undefined } | undefined;

  async function trade(token: string, signal: AbortSignal): Promise<TokenSet> {
    const now = epochSeconds(clock);
    if (exchange === undefined) {
      made = { of: token, end: undefined };
      return toTokenSet(token, now);
    }
    const handle = renewal?.of === token ? renewal.handle : undefined;
    const exchanged = await exchange(token, handle, signal);
    if (exchanged.renewalHandle !== undefined) {
      renewal = { of: token, handle: exchanged.renewalHandle };
    }
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
