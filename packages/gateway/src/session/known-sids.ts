import type { Engine, Store } from '@drawbridge/core';

/** Which sessions of providers there are sessions of: who proves nothing ends no other, and fills the store with none. */
export interface KnownSids {
  /** @param endsAt - seconds since the epoch, when the last session of it ends */
  note(issuer: string, sid: string, endsAt: number): Promise<void>;
  has(issuer: string, sid: string): Promise<boolean>;
}

/** Makes {@link KnownSids} that all processes share. Whoever reads the store learns no `sid` of it. */
export function createKnownSids(store: Store, engine: Engine): KnownSids {
  const keyOf = async (issuer: string, sid: string) =>
    `known-sid/${await engine.sha256Text(JSON.stringify(['drawbridge sid', issuer, sid]))}`;
  return {
    async note(issuer, sid, endsAt) {
      await store.put(await keyOf(issuer, sid), '1', { expiresAt: endsAt });
    },
    async has(issuer, sid) {
      const [found] = await store.get([await keyOf(issuer, sid)]);
      return found !== undefined;
    },
  };
}
