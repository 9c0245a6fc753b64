import {
  createRevocations,
  DrawbridgeError,
  epochSeconds,
  type StoredValue,
} from '@drawbridge/core';
import { keepTokens, type SourceTimers } from '@drawbridge/oauth';
import { formatStoreCookie, parseStoreCookie, type StoreCookie } from './store-cookie.ts';
import { createRecordStore, type KeptRecord } from './record-store.ts';
import { createRemovals } from './removals.ts';
import { endMadeOf } from './made-of.ts';
import { createRenewals, type RenewingProvider } from './renewals.ts';
import type { RevokeRefreshToken } from './revoke-refresh-token.ts';
import { createKnownSids } from './known-sids.ts';
import { rememberCookies } from './seen-cookies.ts';
import type { Session } from './session.ts';
import { cookieContext } from './cookie-context.ts';
import { handleOf, newSessionId, sessionKey } from './session-id.ts';
import { createSessionList } from './session-list.ts';
import { isMarked, marksOf } from './session-marks.ts';
import { sessionsOptions, type SessionsOptions } from './session-options.ts';
import type { SessionRecord } from './session-record.ts';
import { beginTimes, idleEnd, isOver, momentOf, within } from './session-times.ts';
import type { EndedSession, NewSession, Sessions } from './sessions.ts';
import { isRenewable, tokensEnd } from './tokens-end.ts';
import { createTokensKeeper } from './tokens-keeper.ts';

/** What {@link createStoreSessions} is told. */
export interface StoreSessionsOptions extends SessionsOptions {
  /**
   * Who renews the sign-ins of a provider, by its name in the configuration. Where one gave a refresh token, it is asked each
   * time that the tokens end, and the session ends when it refuses. `undefined`: nobody, and a session lasts as long as it
   * may. Default: for all of them.
   */
  readonly refresh?: (provider: string) => RenewingProvider | undefined;
  /** Ends at its provider what a session was renewed with. Default: nobody does, and it lives on there. */
  readonly revoke?: RevokeRefreshToken;
  /** For tests. Default: the machine's. */
  readonly timers?: SourceTimers;
}

/** Sessions in the store. */
export interface StoreSessions extends Sessions {
  /** Ends timers and waits. The sessions stay. */
  close(): Promise<void>;
}

/** A session that is used has its idle time begun anew when this part of it is over: to write it each time would cost more than to read it. */
const TOUCH_AFTER = 0.1;

/**
 * Makes sessions that are kept in the store, sealed, under a key that is made of a hash of their id; the cookie is the sealed
 * id. To open one is one question to the store: for its record, and for the marks of what was ended from outside.
 * A session that is ended is gone from the store, so that no process and no host takes its cookie from then on, and
 * nothing that was on its way can bring it back.
 *
 * @throws {TypeError} for a wrong option
 */
export function createStoreSessions(options: StoreSessionsOptions): StoreSessions {
  const { store, sealer, clock, log, seen, engine, accepts, ...limits } = sessionsOptions(options);
  const { refresh = () => undefined, revoke = async () => {}, timers } = options;
  const records = createRecordStore(store, sealer);
  const revocations = createRevocations({ store, engine });
  const sids = createKnownSids(store, engine);
  const keeperOf = createTokensKeeper({ store, sealer, clock, lifetime: limits.lifetime });
  const surroundings = { records, keeperOf, revoke, clock, log, ...(timers && { timers }) };
  const renewals = createRenewals({ ...surroundings, idle: limits.idle });
  const { remove, endTokens } = createRemovals({ ...surroundings, accepts });
  const now = () => epochSeconds(clock);

  const list = createSessionList({
    store,
    sealer,
    engine,
    clock,
    lifetime: limits.lifetime,
    accepts,
    async keysOf(user, { handle, ...entry }) {
      const marks = await marksOf(engine, { ...entry, user });
      return [sessionKey(handle), ...marks];
    },
    isLiving: ({ createdAt }, [record, ...marks]) =>
      record !== undefined && !isMarked(marks, createdAt),
    end: ({ issuer, subject }, { handle, provider, sid }) =>
      remove(handle, {
        user: { provider, issuer, subject },
        ...(sid !== undefined && { sid }),
      }),
  });

  const openCookie = rememberCookies(seen, async (cookie, host) => {
    const text = await sealer.open(cookie, cookieContext(host));
    const opened = text === undefined ? undefined : parseStoreCookie(text);
    return opened && { ...opened, handle: await handleOf(engine, opened.id) };
  });

  /** Whether it was used for long enough since that was written last. */
  function isToTouch(record: SessionRecord): boolean {
    return idleEnd(record, limits.idle, now()) - record.idleEndsAt >= limits.idle * TOUCH_AFTER;
  }

  /** Of many at the same time one begins the idle time anew, and the others need not. */
  async function touch(key: string, kept: KeptRecord): Promise<SessionRecord> {
    const { record, version } = kept;
    const idleEndsAt = idleEnd(record, limits.idle, now());
    const touched = { ...record, idleEndsAt };
    return (await records.write(key, touched, version)) === undefined ? record : touched;
  }

  /** @returns `undefined` for one that is over, whatever it was ended by */
  function judge(
    kept: KeptRecord | undefined,
    marks: readonly (StoredValue | undefined)[],
  ): KeptRecord | undefined {
    if (kept === undefined || !accepts(kept.record.user)) return undefined;
    const record = within(kept.record, limits.lifetime);
    if (isOver(record, now()) || isMarked(marks, record.createdAt)) return undefined;
    return { record, version: kept.version };
  }

  /** What a cookie stands for, as it is kept. */
  async function find(cookie: string, host: string) {
    const opened = await openCookie(cookie, host);
    if (opened === undefined) return undefined;
    const { id, handle } = opened;
    const key = sessionKey(handle);
    const [stored, ...marks] = await store.get([key, ...opened.marks]);
    const read = stored && (records.recall(key, stored) ?? (await records.unseal(key, stored)));
    const kept = judge(read, marks);
    return kept && { id, handle, key, kept };
  }

  async function begin(given: NewSession): Promise<Session> {
    const { user, askedAt, authTime, sid, tokens, madeOf } = given;
    const id = newSessionId();
    const handle = await handleOf(engine, id);
    const renewed =
      isRenewable(tokens) && refresh(user.provider) !== undefined ? tokens : undefined;
    const expiresAt = renewed && tokensEnd(renewed);
    if (renewed !== undefined && expiresAt !== undefined) {
      await keepTokens(keeperOf(handle), { ...renewed, expiresAt });
    }
    const record: SessionRecord = {
      user,
      ...beginTimes(limits, askedAt, now(), madeOf?.endsAt),
      ...(authTime !== undefined && { authTime }),
      ...(sid !== undefined && { sid }),
      ...(madeOf !== undefined && { madeOf }),
      ...(tokens.idToken !== undefined && { idToken: tokens.idToken }),
      ...(expiresAt !== undefined && { tokensEndAt: expiresAt }),
    };
    const { createdAt, endsAt } = record;
    if (sid !== undefined) await sids.note(user.issuer, sid, endsAt);
    if ((await records.write(sessionKey(handle), record)) === undefined) throw taken();
    const surplus = await list.add(user, {
      handle,
      createdAt,
      endsAt,
      provider: user.provider,
      ...(sid !== undefined && { sid }),
      ...(madeOf !== undefined && { madeOf }),
    });
    await endTokens(surplus, record);
    return toSession(id, record);
  }

  /** Of records that are at hand: of one record, one session. */
  const sessionsOf = new WeakMap<SessionRecord, Session>();

  /** @param id - that the record is kept under */
  function toSession(id: string, record: SessionRecord): Session {
    let known = sessionsOf.get(record);
    if (known?.id !== id) {
      const { idToken: _, tokensEndAt: __, ...session } = record;
      known = { ...session, id };
      sessionsOf.set(record, known);
    }
    return known;
  }

  return {
    begin,

    async cookieFor({ id, ...session }, host) {
      const cookie: StoreCookie = { id, marks: await marksOf(engine, session) };
      return sealer.seal(formatStoreCookie(cookie), cookieContext(host));
    },

    async open(cookie, host) {
      const found = await find(cookie, host);
      if (found === undefined) return undefined;
      const { id, handle, key, kept } = found;
      const { record } = kept;
      const { tokensEndAt = Infinity, user } = record;
      const provider = now() >= tokensEndAt ? refresh(user.provider) : undefined;
      if (provider === undefined) {
        return toSession(id, isToTouch(record) ? await touch(key, kept) : record);
      }
      if (!(await renewals.renew(handle, user.provider, provider))) return undefined;
      // It took a while, in which it may have been ended.
      const renewed = await find(cookie, host);
      return renewed && toSession(id, renewed.kept.record);
    },

    async toEnd(cookie, host) {
      const found = await find(cookie, host);
      return found && toSession(found.id, found.kept.record);
    },

    async end(session, successor): Promise<EndedSession> {
      const { id, user } = session;
      if (successor === undefined) await endMadeOf(store, [session]);
      const removed = await remove(await handleOf(engine, id), session);
      const [tokens] = await endTokens([removed], successor);
      const { record } = removed;
      const idToken = tokens?.idToken ?? record?.idToken;
      return { user: record?.user ?? user, ...(idToken !== undefined && { idToken }) };
    },

    async keptOf({ id }) {
      const kept = await records.read(sessionKey(await handleOf(engine, id)));
      const { idToken, tokensEndAt } = kept?.record ?? {};
      return {
        in: 'store',
        ...(idToken !== undefined && { idToken }),
        ...(tokensEndAt !== undefined && { tokensEndAt }),
      };
    },

    list: (user) => list.read(user),
    async endListed(user, handle) {
      const removed = await list.end(user, handle);
      await endTokens(removed);
      return removed.length > 0;
    },
    async endPerson(issuer, subject) {
      await revocations.revokeSubject(issuer, subject, momentOf(clock), now() + limits.lifetime);
      // The mark ends what is not in the list yet, also of a sign-in whose provider has just told who it is. It goes by when a
      // session began, and not all clocks agree on that: what is in the list ends by itself.
      await endTokens(await list.endAll({ issuer, subject }));
    },
    endSid: (issuer, sid) => revocations.revokeSession(issuer, sid, now() + limits.lifetime),
    knowsSid: (issuer, sid) => sids.has(issuer, sid),
    close: () => renewals.close(),
  };
}

function taken(): DrawbridgeError {
  return new DrawbridgeError('internal', {
    detail: 'a new session got an id that was there before',
  });
}
