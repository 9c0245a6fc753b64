import type { Clock, Log, Metrics } from '@drawbridge/core';
import type { TokenSet } from '../token-set.ts';
import type { SourceTimers } from './source-timers.ts';
import type { TokenGrant } from './token-grant.ts';
import type { TokenKeeper } from './token-keeper.ts';

/** What a token source is made of. */
export interface TokenSourceOptions {
  readonly grant: TokenGrant;
  /** Default: the memory of this process. */
  readonly keeper?: TokenKeeper;
  /**
   * What the person brought. What is kept counts in its place, so what is brought anew needs a keeper of its own: see
   * `tokenKey`. An `accessToken` of no characters stands for none.
   */
  readonly initial?: TokenSet;
  /** Default: the machine's. */
  readonly clock?: Clock;
  readonly log?: Log;
  readonly metrics?: Metrics;
  /** Milliseconds that one attempt may take, and one call of the keeper, up to 300,000. Default: 20,000. */
  readonly attemptTimeout?: number;
  /** For tests. Default: the machine's. */
  readonly timers?: SourceTimers;
  /** From 0 up to, not including, 1. Default: `Math.random`, for spreading is no secret. */
  readonly random?: () => number;
}
