import type { TokenSet } from '../token-set.ts';
import { sameTokens } from './held-tokens.ts';
import type { KeptText, TokenKeeper } from './token-keeper.ts';
import { formatRecord, type Lease, parseRecord, type TokenRecord } from './token-record.ts';

/** What is to be kept after an attempt, and the tokens that the attempt was made with. */
export interface Change {
  readonly next: TokenRecord;
  readonly base: TokenSet | undefined;
}

/**
 * Keeps what came of an attempt. Where the lease was lost meanwhile, new tokens still count as long as nobody has
 * kept others: who holds the lease works with the old ones, which are used up, finds that they were replaced,
 * and takes these. That the tokens have ended does not go before another's attempt, for it may be that
 * one that used them up.
 *
 * @param over - the version with one's own lease; not given: not known any more
 * @returns `undefined` when it is kept; else what stands in its place
 * @throws {DrawbridgeError} the keeper's
 */
export async function keepChange(
  keeper: TokenKeeper,
  isHeld: (lease: Lease | undefined, kept: KeptText | undefined) => boolean,
  { next, base }: Change,
  over?: { readonly version: string },
): Promise<TokenRecord | undefined> {
  const text = formatRecord(next);
  if (over !== undefined && (await keeper.write(text, over.version)) !== undefined)
    return undefined;
  for (;;) {
    const kept = await keeper.read();
    // An answer that was lost on its way: it had been written.
    if (kept?.text === text) return undefined;
    const standing = kept === undefined ? {} : parseRecord(kept.text);
    const isPast = standing.ended !== undefined || !sameTokens(standing.tokens, base);
    // Nothing is there any more: somebody removed it, or it was not kept for longer.
    if (isPast && kept !== undefined) return standing;
    if (next.ended !== undefined && isHeld(standing.lease, kept)) return standing;
    if ((await keeper.write(text, kept?.version)) !== undefined) return undefined;
  }
}
