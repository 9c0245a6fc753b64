import { type Clock, epochSeconds, type Log, type Sealer, type Store } from '@drawbridge/core';
import {
  createTokenSource,
  keepTokens,
  keptTokens,
  refreshGrant,
  type TokenKeeper,
  type TokenSet,
  type TokenSource,
} from '@drawbridge/oauth';
import { type DelegationRecord, parseDelegation } from './delegation-record.ts';
import { delegationKeeper, tellRotation } from './delegation-tokens.ts';
import type { Endpoints } from './endpoints.ts';
import type { SealedStore } from './sealed-store.ts';
import { watchSource } from './watch-source.ts';

/** What delegations are kept with. */
export interface KeptDelegationsOptions {
  readonly store: Store;
  readonly sealer: Sealer;
  /** The same store, under seal. */
  readonly records: SealedStore;
  readonly endpoints: Endpoints;
  readonly issuer: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** Delegations in a store, and the tokens of each. All throw what the store throws. */
export interface KeptDelegations {
  find(id: string): Promise<DelegationRecord | undefined>;
  keep(id: string, record: DelegationRecord): Promise<void>;
  /** Keeps the first tokens; what is there already stays. */
  keepTokens(id: string, record: DelegationRecord, tokens: TokenSet): Promise<void>;
  /** The tokens that nobody but this delegation has: not those of a session. */
  ownTokens(id: string, record: DelegationRecord): Promise<TokenSet | undefined>;
  /** Takes it out, so that no process hands out its tokens from now on, nor renews them. Those of a session stay: see {@link DelegationRecord}. */
  remove(id: string, record: DelegationRecord | undefined): Promise<void>;
  /** @param initial - tokens that are not kept yet */
  open(id: string, record: DelegationRecord, initial?: TokenSet): TokenSource;
}

const recordKey = (id: string) => `delegation/${id}`;
const tokensKey = (id: string) => `delegation/${id}/tokens`;

/** Makes {@link KeptDelegations}. */
export function createKeptDelegations(options: KeptDelegationsOptions): KeptDelegations {
  const { store, sealer, records, endpoints, issuer, clock, log } = options;
  let isRotationTold = false;

  const isThere = async (id: string) => (await records.get(recordKey(id))) !== undefined;

  function keeperOf(id: string, { tokensId, expiresAt }: DelegationRecord): TokenKeeper {
    const place = { store, sealer, clock, key: tokensKey(tokensId) };
    const lifetime = Math.max(1, expiresAt - epochSeconds(clock));
    return delegationKeeper({ ...place, lifetime }, () => isThere(id));
  }

  function warnOfRotation(): void {
    if (isRotationTold) return;
    isRotationTold = true;
    log.warn('the refresh token of a session was replaced', {
      issuer,
      detail:
        'the proxy still has the old one: when it uses that, the provider may take it for stolen, and sign the user out',
      hint: 'Have the provider allow token exchange for this client, or keep refresh tokens as they are; then leave out sessionRefreshToken.',
    });
  }

  return {
    async find(id) {
      const found = await records.get(recordKey(id));
      return found && parseDelegation(found.value);
    },

    async keep(id, record) {
      await records.put(recordKey(id), record, record.expiresAt, undefined);
    },

    async keepTokens(id, record, tokens) {
      await keepTokens(keeperOf(id, record), tokens);
    },

    async ownTokens(id, record) {
      return record.origin === 'session' ? undefined : keptTokens(keeperOf(id, record));
    },

    async remove(id, record) {
      await records.delete(recordKey(id));
      // Under its own name there are none of a session: so what cannot be read leaves no tokens behind.
      if (record?.origin !== 'session') await records.delete(tokensKey(record?.tokensId ?? id));
    },

    open(id, record, initial) {
      const refresh = refreshGrant({ endpoint: endpoints.token, clock });
      const source = createTokenSource({
        grant: record.origin === 'session' ? tellRotation(refresh, warnOfRotation) : refresh,
        keeper: keeperOf(id, record),
        ...(initial !== undefined && { initial }),
        clock,
        log,
      });
      return watchSource(source, () => isThere(id), clock);
    },
  };
}
