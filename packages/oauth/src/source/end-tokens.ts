import { type Clock, epochSeconds, systemClock } from '@drawbridge/core';
import type { TokenSet } from '../token-set.ts';
import { createLeaseWatch } from './lease-watch.ts';
import { sleep, type SourceTimers, systemTimers } from './source-timers.ts';
import type { TokenKeeper } from './token-keeper.ts';
import { formatRecord, parseRecord } from './token-record.ts';

/** How what is kept is ended. */
export interface EndTokensOptions {
  /** For those who ask for tokens later: the rest of what they are told. */
  readonly why: string;
  /** Milliseconds to wait for a process that renews them at this moment. Default: 5,000. */
  readonly patience?: number;
  /** Default: the machine's. */
  readonly clock?: Clock;
  /** For tests. Default: the machine's. */
  readonly timers?: SourceTimers;
}

const PATIENCE = 5_000;
/** Milliseconds between two looks at another's lease. */
const LOOK = 50;

/**
 * Ends what is kept, since the person wants that: every source of it tells that a person must sign in again, at the
 * latest when it would renew its tokens. That it ended stays: nothing that is still on its way can take its place. A process
 * that renews the tokens at this moment is waited for, since what it is given would live on, unknown to anybody.
 *
 * @returns the newest tokens that were kept, to be revoked
 * @throws {DrawbridgeError} the keeper's, and `data_unusable` for what no token source wrote
 */
export async function endTokens(
  keeper: TokenKeeper,
  { why, patience = PATIENCE, clock = systemClock, timers = systemTimers }: EndTokensOptions,
): Promise<TokenSet | undefined> {
  const isHeld = createLeaseWatch(clock, '');
  const until = clock.monotonic() + patience;
  for (;;) {
    const kept = await keeper.read();
    if (kept === undefined) return undefined;
    const { tokens, lease } = parseRecord(kept.text);
    if (isHeld(lease, kept) && clock.monotonic() < until) {
      await sleep(timers, LOOK, new AbortController().signal);
      continue;
    }
    const ended = { at: epochSeconds(clock), why };
    if ((await keeper.write(formatRecord({ ended }), kept.version)) !== undefined) return tokens;
  }
}
