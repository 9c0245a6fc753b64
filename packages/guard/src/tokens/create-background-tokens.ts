import {
  createDefaultEngine,
  DrawbridgeError,
  encodeUtf8,
  epochSeconds,
  fingerprintOfName,
  requireSeconds,
  silentLog,
  systemClock,
  toDrawbridgeError,
} from '@drawbridge/core';
import {
  createTokenSource,
  keepTokens,
  keptTokens,
  refreshGrant,
  revokeToken,
  type TokenKeeper,
  type TokenSet,
  type TokenSource,
} from '@drawbridge/oauth';
import type { BackgroundTokens, DelegatingCaller, EndedDelegation } from './background-tokens.ts';
import { checkOptions, MAX_PER_USER } from './check-options.ts';
import { HeldDelegation } from './delegation.ts';
import type { Person } from './delegation-entry.ts';
import { createDelegationIndex } from './delegation-index.ts';
import { type DelegationRecord, parseDelegation } from './delegation-record.ts';
import { delegationKeeper, tellRotation } from './delegation-tokens.ts';
import { createEndpoints } from './endpoints.ts';
import { idOfHandle, isId, makeHandle } from './handle.ts';
import { obtainTokens } from './obtain-tokens.ts';
import type { BackgroundTokensOptions } from './options.ts';
import { createSealedStore } from './sealed-store.ts';
import { endedFault, watchSource } from './watch-source.ts';

/** Seconds: 30 days. */
const LIFETIME = 2_592_000;
/** Bytes of a purpose as JSON. */
const MAX_PURPOSE = 200;
/** Milliseconds that the provider is given to revoke a token: whoever ends a delegation waits. */
const REVOKE_TIMEOUT = 5_000;

const recordKey = (id: string) => `delegation/${id}`;
const tokensKey = (id: string) => `delegation/${id}/tokens`;

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
  const index = createDelegationIndex({ store: records, engine, now, max: maxPerUser });
  let isRotationTold = false;

  const isThere = async (id: string) => (await records.get(recordKey(id))) !== undefined;

  function keeperOf(id: string, { tokensId, expiresAt }: DelegationRecord): TokenKeeper {
    const place = { store, sealer, clock, key: tokensKey(tokensId) };
    const lifetime = Math.max(1, expiresAt - now());
    return delegationKeeper({ ...place, lifetime }, () => isThere(id));
  }

  /** @param initial - what nobody has kept yet */
  function openSource(id: string, record: DelegationRecord, initial?: TokenSet): TokenSource {
    const refresh = refreshGrant({ endpoint: endpoints.token, clock });
    const source = createTokenSource({
      grant: record.origin === 'session' ? tellRotation(refresh, warnOfRotation) : refresh,
      keeper: keeperOf(id, record),
      ...(initial !== undefined && { initial }),
      clock,
      log,
    });
    return watchSource(source, () => isThere(id), clock);
  }

  /**
   * Where the tokens of a session are. The person is part of it: who sends a refresh token of somebody else finds nothing
   * that was kept for them.
   */
  async function placeOf(person: Person, refreshToken: string | undefined): Promise<string> {
    return engine.sha256Text(JSON.stringify([person.issuer, person.subject, refreshToken]));
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

  /** Ends what there is of a delegation here, and tells the provider. */
  async function endById(person: Person, id: string): Promise<EndedDelegation> {
    const found = await records.get(recordKey(id));
    const record = found && parseDelegation(found.value);
    const isOwn = record !== undefined && record.origin !== 'session';
    const tokens = isOwn ? await keptTokens(keeperOf(id, record)) : undefined;
    // From now on no process hands them out, nor renews them.
    await records.delete(recordKey(id));
    if (isOwn) await store.delete(tokensKey(record.tokensId));
    const wasListed = await index.remove(person, id);
    const revoked = await revoke(id, tokens?.refreshToken);
    const ended = wasListed || record !== undefined;
    if (ended) log.info('delegation ended', { delegation: fingerprintOfName(id), issuer, revoked });
    return { ended, revoked };
  }

  async function revoke(id: string, refreshToken: string | undefined): Promise<boolean> {
    if (refreshToken === undefined) return false;
    try {
      const signal = AbortSignal.timeout(REVOKE_TIMEOUT);
      const endpoint = await endpoints.revocation();
      await revokeToken(endpoint, refreshToken, { tokenType: 'refresh_token', signal, clock });
      return true;
    } catch (thrown) {
      const isLate = thrown instanceof Error && thrown.name === 'TimeoutError';
      const { message, hint } = isLate
        ? { message: `${issuer} did not answer`, hint: undefined }
        : toDrawbridgeError(thrown);
      log.warn('tokens of a delegation not revoked', {
        delegation: fingerprintOfName(id),
        issuer,
        detail: message,
        hint,
      });
      return false;
    }
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
        await records.put(recordKey(id), record, expiresAt, undefined);
        const isWhole = tokens.accessToken !== '';
        if (isWhole) await keepTokens(keeperOf(id, record), tokens);
        source = openSource(id, record, isWhole ? undefined : tokens);
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
      const id = await idOfHandle(engine, handle);
      const found = id && (await records.get(recordKey(id)));
      if (!id || !found) throw endedFault();
      const record = parseDelegation(found.value);
      await index.touch(record, id);
      return new HeldDelegation(handle, { id, ...record }, openSource(id, record));
    },

    list: (person) => index.list(person),

    async end(which) {
      if (typeof which !== 'string') {
        const { id, ...person } = which;
        const isTheirs = isId(id) && (await index.list(person)).some((each) => each.id === id);
        return isTheirs ? endById(person, id) : { ended: false, revoked: false };
      }
      const id = await idOfHandle(engine, which);
      const found = id && (await records.get(recordKey(id)));
      if (!id || !found) return { ended: false, revoked: false };
      return endById(parseDelegation(found.value), id);
    },
  };
}

function personOf({ issuer, subject }: DelegatingCaller, own: string): Person {
  if (issuer !== own) {
    throw new DrawbridgeError('issuer_unknown', {
      detail: `a caller of ${issuer} cannot delegate to what was made for ${own}`,
      hint: 'Make background tokens for each issuer, and choose them by the issuer of the caller.',
    });
  }
  if (subject !== undefined) return { issuer, subject };
  throw new DrawbridgeError('claim_missing', {
    detail: 'the access token has no sub, so that nobody is there who could delegate',
  });
}

function requirePurpose(purpose: unknown): string {
  if (typeof purpose !== 'string') {
    throw new TypeError('purpose must be a string that tells the user what goes on');
  }
  const bytes = encodeUtf8(JSON.stringify(purpose)).length - 2;
  if (bytes > 0 && bytes <= MAX_PURPOSE) return purpose;
  throw new DrawbridgeError('parameter_invalid', {
    detail: `a purpose has ${bytes} bytes, and may have 1 to ${MAX_PURPOSE}`,
    hint: `Give a purpose of 1 to ${MAX_PURPOSE} bytes.`,
  });
}
