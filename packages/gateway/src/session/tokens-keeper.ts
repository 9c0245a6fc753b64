import type { Clock, Sealer, Store } from '@drawbridge/core';
import { sealedKeeper, storeKeeper, type TokenKeeper } from '@drawbridge/oauth';
import { tokensKey } from './session-id.ts';

/** What {@link createTokensKeeper} needs. */
interface TokensKeeperOptions {
  readonly store: Store;
  readonly sealer: Sealer;
  readonly clock: Clock;
  /** Seconds: of the longest session. */
  readonly lifetime: number;
}

/** Where the tokens of each session are kept, sealed, by its handle. */
export function createTokensKeeper({
  store,
  sealer,
  clock,
  lifetime,
}: TokensKeeperOptions): (handle: string) => TokenKeeper {
  return (handle) => {
    const key = tokensKey(handle);
    return sealedKeeper(storeKeeper(store, key, { lifetime, clock }), sealer, key);
  };
}
