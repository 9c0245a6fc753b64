import type { TokenSet } from '../token-set.ts';

/** How a token set is asked for. */
export interface GetTokens {
  /** Ends the wait of this caller, and nothing else: others may wait for the same refresh. */
  readonly signal?: AbortSignal;
  /**
   * An access token that was refused although it looks fresh: another one is asked for, once for all who were
   * refused with it. One that was given less than 30 seconds ago stands: a newer one would fare no better. Of a
   * grant that reads what something else keeps fresh, it stands for a second.
   */
  readonly refused?: string;
}

/** Hands out a fresh token set. */
export interface TokenSource {
  /**
   * @returns one that is good now: at once where it is at hand, and after a refresh where it is not
   * @throws {DrawbridgeError} `sign_in_needed` when nothing can renew it any more, whichever process found out;
   *   `internal` when the source is closed, before or meanwhile; else why the last attempt failed, with `retryAfter` where another comes by itself
   * @throws the signal's reason, when it is aborted
   */
  get(options?: GetTokens): Promise<TokenSet>;
  /** What {@link get} would answer without waiting; `undefined` where it would have to. */
  peek(): TokenSet | undefined;
  /** Ends timers and waits: whoever waits or asks from now on is told so. What is kept stays, for other processes and the next one. */
  close(): Promise<void>;
}
