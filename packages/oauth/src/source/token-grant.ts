import type { TokenSet } from '../token-set.ts';

/** One way to come by tokens: a grant of RFC 6749, a file, a command. It asks once; the source sees to the rest. */
export interface TokenGrant {
  /**
   * @param held - what was given before: by this process or another, or what the person brought
   * @param signal - fires when the attempt has taken too long, or the source is closed; of a grant that rotates, an
   *   attempt under way is not ended by that: what it gives would be lost
   * @param closing - fires when the source is closed, also for a grant that rotates: what was not sent yet need not be.
   *   Default: never
   * @throws {DrawbridgeError} why not: `sign_in_needed` where no other attempt can end differently. Its cause is
   *   `SalvagedTokens` where something must be kept all the same
   */
  obtain(held: TokenSet | undefined, signal: AbortSignal, closing?: AbortSignal): Promise<TokenSet>;
  /**
   * Whether what was given must be kept, since it cannot be had twice: a refresh token that rotates. A source
   * without a keeper that lasts says so to the log.
   */
  readonly rotates: boolean;
  /**
   * Whether it reads what something else keeps fresh: to look again costs little, and how old a token is nobody knows
   * by when it was read. So one that is refused is looked for again at once, and not after a while only. Default: false.
   */
  readonly isRead?: boolean;
}
