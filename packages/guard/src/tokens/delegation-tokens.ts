import type { Clock, Sealer, Store } from '@drawbridge/core';
import { sealedKeeper, storeKeeper, type TokenGrant, type TokenKeeper } from '@drawbridge/oauth';
import { endedFault } from './watch-source.ts';

/** Where tokens are kept, and how. */
export interface KeeperPlace {
  readonly store: Store;
  readonly sealer: Sealer;
  readonly clock: Clock;
  readonly key: string;
  /** Seconds for which they are kept after each change. */
  readonly lifetime: number;
}

/**
 * Where the tokens of a delegation are kept, under seal, for as long as the delegation is there: a source that is still
 * open when it ends renews them no more, in whichever process.
 *
 * @param isThere - looks the delegation up
 */
export function delegationKeeper(
  { store, sealer, clock, key, lifetime }: KeeperPlace,
  isThere: () => Promise<boolean>,
): TokenKeeper {
  const keeper = sealedKeeper(storeKeeper(store, key, { lifetime, clock }), sealer, key);
  return {
    async read() {
      if (await isThere()) return keeper.read();
      throw endedFault();
    },
    async write(text, over) {
      // Whoever looks at it next finds that it has ended. What came too late is kept by nobody.
      return (await isThere()) ? keeper.write(text, over) : 'ended';
    },
  };
}

/** A grant that tells when the refresh token is replaced. */
export function tellRotation(grant: TokenGrant, onRotated: () => void): TokenGrant {
  return {
    rotates: grant.rotates,
    async obtain(held, signal, closing) {
      const given = await grant.obtain(held, signal, closing);
      if (held?.refreshToken !== undefined && given.refreshToken !== held.refreshToken) onRotated();
      return given;
    },
  };
}
