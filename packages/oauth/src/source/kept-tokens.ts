import type { TokenSet } from '../token-set.ts';
import type { TokenKeeper } from './token-keeper.ts';
import { formatRecord, parseRecord } from './token-record.ts';

/**
 * Keeps the tokens that a source is to begin with, where it is made in another process, or later. Where something is kept
 * already, that stays.
 *
 * @returns whether nothing was kept before
 * @throws {DrawbridgeError} the keeper's
 */
export async function keepTokens(keeper: TokenKeeper, tokens: TokenSet): Promise<boolean> {
  return (await keeper.write(formatRecord({ tokens }), undefined)) !== undefined;
}

/**
 * Keeps the tokens of a new sign-in in the place of what is kept, be it older tokens or that they have ended. A source
 * that works with the older ones finds these when it renews.
 *
 * @throws {DrawbridgeError} the keeper's
 */
export async function replaceTokens(keeper: TokenKeeper, tokens: TokenSet): Promise<void> {
  for (;;) {
    const kept = await keeper.read();
    if ((await keeper.write(formatRecord({ tokens }), kept?.version)) !== undefined) return;
  }
}

/**
 * The newest tokens that are kept, whether they are good for anything or not: for who is to end them at their issuer.
 *
 * @throws {DrawbridgeError} the keeper's, and `data_unusable` for what no token source wrote
 */
export async function keptTokens(keeper: TokenKeeper): Promise<TokenSet | undefined> {
  const kept = await keeper.read();
  return kept && parseRecord(kept.text).tokens;
}
