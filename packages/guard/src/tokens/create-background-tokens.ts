import {
  createDefaultEngine,
  DrawbridgeError,
  epochSeconds,
  fingerprintOfName,
  requireSeconds,
  silentLog,
  systemClock,
  toDrawbridgeError,
} from '@drawbridge/core';
import type { TokenSource } from '@drawbridge/oauth';
import type { BackgroundTokens, EndedDelegation } from './background-tokens.ts';
import { personOf, requirePurpose } from './check-delegate.ts';
import { checkOptions, MAX_PER_USER } from './check-options.ts';
import { HeldDelegation } from './delegation.ts';
import type { Person } from './delegation-entry.ts';
import { createDelegationIndex } from './delegation-index.ts';
import type { DelegationRecord } from './delegation-record.ts';
import { createEndpoints } from './endpoints.ts';
import { idOfHandle, makeHandle } from './handle.ts';
import { createKeptDelegations } from './kept-delegations.ts';
import { obtainTokens } from './obtain-tokens.ts';
import type { BackgroundTokensOptions } from './options.ts';
import { revokeTokens } from './revoke-tokens.ts';
import { createSealedStore } from './sealed-store.ts';
import { endedFault } from './watch-source.ts';

/** Seconds: 30 days. */
const LIFETIME = 2_592_000;

/**
 * Makes tokens for work that goes on for a user after the request has ended: they are obtained while the user is there,
 * kept under seal in a store, fresh in every process that goes on with the work, and ended by the user's will.
 *
 * By default the caller's access token is exchanged for a grant of its own (RFC 8693). The refresh token of the proxy's session
 * is not touched, unless `sessionRefreshToken` says so.
 *
 * @throws {TypeError} for an option that cannot be meant
 */
export function createBackgroundTokens(options: BackgroundTokensOptions): BackgroundTokens {
  checkOptions(options);
  const { issuer, store, sealer, maxPerUser = MAX_PER_USER } = options;
  const { clock = systemClock, log = silentLog, engine = createDefaultEngine() } = options;
  const now = () => epochSeconds(clock);
  const endpoints = createEndpoints({ ...options, clock });
  const records = createSealedStore(store, sealer);
  const kept = createKeptDelegations({ store, sealer, records, endpoints, issuer, clock, log });
  const index = createDelegationIndex({ store: records, engine, now, max: maxPerUser });

  /**
   * Where the tokens of a session are. The person is part of it: who sends a refresh token of somebody else finds nothing
   * that was kept for them.
   */
  async function placeOf(person: Person, refreshToken: string | undefined): Promise<string> {
    return engine.sha256Text(JSON.stringify([person.issuer, person.subject, refreshToken]));
  }

  /** Ends what there is of a delegation here, and tells the provider. */
  async function endById(person: Person, id: string): Promise<EndedDelegation> {
    const record = await readable(id, () => kept.find(id));
    const tokens = record && (await readable(id, () => kept.ownTokens(id, record)));
    await kept.remove(id, record);
    const wasListed = await index.remove(person, id);
    const revoked = await revoke(id, tokens?.refreshToken);
    const ended = wasListed || record !== undefined;
    if (ended) log.info('delegation ended', { delegation: fingerprintOfName(id), issuer, revoked });
    return { ended, revoked };
  }

  /** What cannot be read must still be ended: it is its user's will. The secret that sealed it may be gone. */
  async function readable<T>(id: string, read: () => Promise<T>): Promise<T | undefined> {
    try {
      return await read();
    } catch (thrown) {
      if (!(thrown instanceof DrawbridgeError) || thrown.code !== 'data_unusable') throw thrown;
      const { message: detail, hint } = thrown;
      log.warn('delegation ended unread', {
        delegation: fingerprintOfName(id),
        issuer,
        detail: `its tokens are not revoked: ${detail}`,
        hint,
      });
      return undefined;
    }
  }

  async function revoke(id: string, refreshToken: string | undefined): Promise<boolean> {
    if (refreshToken === undefined) return false;
    return revokeTokens({ endpoints, issuer, clock, log }, id, refreshToken);
  }

  async function find(handle: string): Promise<[string, DelegationRecord] | undefined> {
    const id = await idOfHandle(engine, handle);
    const record = id && (await kept.find(id));
    return id && record ? [id, record] : undefined;
  }

  /** For what nobody waits for. */
  async function endQuietly(person: Person, id: string): Promise<void> {
    try {
      await endById(person, id);
    } catch (thrown) {
      const { message: detail } = toDrawbridgeError(thrown);
      log.warn('delegation not ended', { delegation: fingerprintOfName(id), issuer, detail });
    }
  }

  return {
    async delegate(caller, given) {
      const person = personOf(caller, issuer);
      const purpose = requirePurpose(given.purpose);
      const lifetime = requireSeconds(given.lifetime ?? LIFETIME, 'lifetime');
      const { origin, tokens } = await obtainTokens(caller, given, { endpoints, clock, options });
      const { handle, id } = await makeHandle(engine);
      const createdAt = now();
      const expiresAt = createdAt + lifetime;
      const isShared = origin === 'session';
      const tokensId = isShared ? await placeOf(person, tokens.refreshToken) : id;
      const record = { ...person, purpose, createdAt, expiresAt, origin, tokensId };
      let source: TokenSource | undefined;
      try {
        // What is in the store can always be listed and ended: so the list is first.
        const over = await index.add(person, {
          id,
          purpose,
          createdAt,
          expiresAt: record.expiresAt,
        });
        await kept.keep(id, record);
        const isWhole = tokens.accessToken !== '';
        if (isWhole) await kept.keepTokens(id, record, tokens);
        source = kept.open(id, record, isWhole ? undefined : tokens);
        if (!isWhole) await source.get();
        await Promise.all(over.map((each) => endQuietly(person, each.id)));
      } catch (thrown) {
        await source?.close();
        await endQuietly(person, id);
        // It may not have been kept, and nobody else has it.
        if (origin === 'exchange') await revoke(id, tokens.refreshToken);
        throw thrown;
      }
      log.info('delegation begun', { delegation: fingerprintOfName(id), issuer, origin, lifetime });
      return new HeldDelegation(handle, { id, ...record }, source);
    },

    async resume(handle) {
      const found = await find(handle);
      if (found === undefined) throw endedFault();
      const [id, record] = found;
      await index.touch(record, id);
      return new HeldDelegation(handle, { id, ...record }, kept.open(id, record));
    },

    list: (person) => index.list(person),

    async end(which) {
      if (typeof which !== 'string') {
        const { id, ...person } = which;
        const isTheirs = (await index.list(person)).some((each) => each.id === id);
        return isTheirs ? endById(person, id) : { ended: false, revoked: false };
      }
      const found = await find(which);
      return found ? endById(found[1], found[0]) : { ended: false, revoked: false };
    },
  };
}
