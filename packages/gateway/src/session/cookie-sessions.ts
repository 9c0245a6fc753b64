import { createRevocations, DrawbridgeError, epochSeconds } from '@drawbridge/core';
import { MAX_VALUE } from '../cookies/set-cookies.ts';
import { cookieContext } from './cookie-context.ts';
import { createKnownSids } from './known-sids.ts';
import { rememberCookies } from './seen-cookies.ts';
import type { Session } from './session.ts';
import { endMadeOf } from './made-of.ts';
import { handleOf, isSessionId, newSessionId } from './session-id.ts';
import { createSessionList } from './session-list.ts';
import { isMarked, marksOf } from './session-marks.ts';
import { sessionsOptions, type SessionsOptions } from './session-options.ts';
import { formatRecord, parseRecord, type SessionRecord } from './session-record.ts';
import { beginTimes, idleEnd, isOver, momentOf, within } from './session-times.ts';
import type { Sessions } from './sessions.ts';

/** What {@link createCookieSessions} is told. */
export interface CookieSessionsOptions extends SessionsOptions {
  /** Whose cookie has the ID token too, since sign-out at the provider goes by way of it: as questions have a host. */
  readonly authHost: string;
}

/** Characters. With the ID token a cookie is no longer than this: many proxies take 8 KiB of one field, and there are other cookies. */
const WITH_ID_TOKEN = 6000;

/**
 * Makes sessions that are in their cookies, sealed whole. The store has only which sessions a person has, and marks of what
 * was ended, which are looked up each time.
 *
 * Of the tokens the ID token alone is kept, in the cookie of the auth host, for `id_token_hint`; and where that would
 * make the cookie longer than 6,000 characters, it is left out: a provider may then ask whether the person wants to sign out.
 * There is no refresh: what is known of a person is what was told at the sign-in, for as long as the session lasts.
 *
 * The idle time of a session begins anew with each cookie that `cookieFor` gives; `renewAt` tells from when on one is to
 * be asked for.
 *
 * `cookieFor` throws {@link DrawbridgeError} `claim_unfit` where the session is too long for cookies.
 *
 * @throws {TypeError} for a wrong option
 */
export function createCookieSessions(options: CookieSessionsOptions): Sessions {
  const { store, sealer, clock, seen, engine, accepts, ...limits } = sessionsOptions(options);
  const { authHost } = options;
  const revocations = createRevocations({ store, engine });
  const sids = createKnownSids(store, engine);
  /** Beside the session, and not in it: so that it comes into no log and no page. */
  const idTokens = new WeakMap<Session, string>();
  const now = () => epochSeconds(clock);

  const list = createSessionList({
    store,
    sealer,
    engine,
    clock,
    lifetime: limits.lifetime,
    accepts,
    keysOf: (user, entry) => marksOf(engine, { ...entry, user }),
    isLiving: ({ createdAt }, marks) => !isMarked(marks, createdAt),
    end: ({ issuer }, { handle, endsAt }) => revocations.revokeToken(issuer, handle, endsAt),
  });

  const openCookie = rememberCookies(seen, async (cookie, host) => {
    const text = await sealer.open(cookie, cookieContext(host));
    const record = text === undefined ? undefined : parseRecord(text);
    if (record === undefined || !isSessionId(record.id)) return undefined;
    const { id } = record;
    if (!accepts(record.user)) return undefined;
    const marks = await marksOf(engine, { ...record, handle: await handleOf(engine, id) });
    return { session: toSession(id, record), marks };
  });

  function toSession(id: string, kept: SessionRecord): Session {
    const { idToken, tokensEndAt: _, ...record } = within(kept, limits.lifetime);
    const { endsAt, idleEndsAt } = record;
    const session = {
      ...record,
      id,
      ...(idleEndsAt < endsAt && { renewAt: idleEndsAt - Math.floor(limits.idle / 2) }),
    };
    if (idToken !== undefined) idTokens.set(session, idToken);
    return session;
  }

  async function open(cookie: string, host: string): Promise<Session | undefined> {
    const opened = await openCookie(cookie, host);
    if (opened === undefined || isOver(opened.session, now())) return undefined;
    const marks = await store.get(opened.marks);
    return isMarked(marks, opened.session.createdAt) ? undefined : opened.session;
  }

  return {
    async begin({ user, askedAt, authTime, sid, madeOf, tokens: { idToken } }) {
      const id = newSessionId();
      const times = beginTimes(limits, askedAt, now(), madeOf?.endsAt);
      const { createdAt, endsAt } = times;
      if (sid !== undefined) await sids.note(user.issuer, sid, endsAt);
      await list.add(user, {
        handle: await handleOf(engine, id),
        createdAt,
        endsAt,
        provider: user.provider,
        ...(sid !== undefined && { sid }),
        ...(madeOf !== undefined && { madeOf }),
      });
      return toSession(id, {
        user,
        ...times,
        ...(authTime !== undefined && { authTime }),
        ...(sid !== undefined && { sid }),
        ...(madeOf !== undefined && { madeOf }),
        ...(idToken !== undefined && { idToken }),
      });
    },

    async cookieFor(session, host) {
      const { renewAt: _, ...record } = session;
      const renewed = { ...record, idleEndsAt: idleEnd(session, limits.idle, now()) };
      const idToken = host === authHost ? idTokens.get(session) : undefined;
      const seal = (text: SessionRecord) => sealer.seal(formatRecord(text), cookieContext(host));
      if (idToken !== undefined) {
        const sealed = await seal({ ...renewed, idToken });
        if (sealed.length <= WITH_ID_TOKEN) return sealed;
      }
      const sealed = await seal(renewed);
      if (sealed.length > MAX_VALUE) throw tooLong(sealed.length);
      return sealed;
    },

    open,
    // Nobody renews it.
    toEnd: open,

    async end(session, successor) {
      const { id, user, endsAt } = session;
      if (successor === undefined) await endMadeOf(store, [session]);
      await revocations.revokeToken(user.issuer, await handleOf(engine, id), endsAt);
      const idToken = idTokens.get(session);
      return { user, ...(idToken !== undefined && { idToken }) };
    },

    async keptOf(session) {
      const idToken = idTokens.get(session);
      return { in: 'cookie', ...(idToken !== undefined && { idToken }) };
    },

    list: (user) => list.read(user),
    endListed: async (user, handle) => (await list.end(user, handle)).length > 0,
    async endPerson(issuer, subject) {
      await revocations.revokeSubject(issuer, subject, momentOf(clock), now() + limits.lifetime);
      // The mark ends what is not in the list yet, also of a sign-in whose provider has just told who it is. It goes by when a
      // session began, and not all clocks agree on that: what is in the list ends by itself.
      await list.endAll({ issuer, subject });
    },
    endSid: (issuer, sid) => revocations.revokeSession(issuer, sid, now() + limits.lifetime),
    knowsSid: (issuer, sid) => sids.has(issuer, sid),

    async idTokenIn(cookie, host, id) {
      const opened = await openCookie(cookie, host);
      return opened?.session.id === id ? idTokens.get(opened.session) : undefined;
    },
  };
}

function tooLong(length: number): DrawbridgeError {
  return new DrawbridgeError('claim_unfit', {
    detail: `a session cannot be kept in cookies: it is ${length} characters long, and ${MAX_VALUE} go into all its parts`,
    hint: 'Have sessions kept in the store, or fewer claims kept of a person.',
  });
}
