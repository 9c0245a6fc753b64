import { createDefaultEngine, DrawbridgeError } from '@drawbridge/core';
import { describe, expect, it, vi } from 'vitest';
import { handleOf, newSessionId, sessionKey } from './session-id.ts';
import type { Session } from './session.ts';
import { APP, createWorld, HOUR, IDLE, LIFETIME } from './sessions.fixture.ts';
import type { Sessions } from './sessions.ts';
import type { StoreSessionsOptions } from './store-sessions.ts';

const engine = createDefaultEngine();

async function begun(lifetime?: number) {
  const world = await createWorld();
  const sessions = world.inStore(lifetime === undefined ? {} : { lifetime });
  const session = await sessions.begin(await world.signedIn());
  const cookie = await sessions.cookieFor(session, APP);
  const key = sessionKey(await handleOf(engine, session.id));
  return { ...world, world, sessions, session, cookie, key };
}

describe('a session in the store', () => {
  it('is never one that was planted (CVE-2021-41246 of express-openid-connect)', async () => {
    const { sessions, session, signedIn } = await begun();
    const planted = await sessions.cookieFor({ ...session, id: newSessionId() }, APP);
    expect(await sessions.open(planted, APP)).toBeUndefined();
    await sessions.begin(await signedIn());
    expect(await sessions.open(planted, APP)).toBeUndefined();
  });

  it('has no id, name or token in what the store can be seen to have', async () => {
    const { store, options, signedIn, inStore } = await createWorld();
    const put = vi.fn(store.put);
    const sessions = inStore({
      ...options,
      store: { ...store, put },
      refresh: () => ({}) as never,
    });
    const given = await signedIn({ sid: 'the-sid' });
    const { id, user } = await sessions.begin(given);
    await sessions.endPerson(user.issuer, user.subject);
    expect(put.mock.calls.length).toBeGreaterThan(3);
    const seen = JSON.stringify(put.mock.calls);
    const { accessToken, idToken, refreshToken = '' } = given.tokens;
    expect(refreshToken).not.toBe('');
    for (const secret of [id, user.subject, 'the-sid', accessToken, idToken, refreshToken]) {
      expect(seen).not.toContain(secret);
    }
  });

  it('is nothing at the place of another, nor once somebody changed it', async () => {
    const { sessions, session, cookie, key, store, signedIn, clock } = await begun();
    const other = await sessions.begin(await signedIn({ claims: { sub: 'bob' } }));
    const [mine, theirs] = await store.get([key, sessionKey(await handleOf(engine, other.id))]);
    const expiresAt = clock.seconds() + IDLE;
    for (const value of [theirs?.value ?? '', `${mine?.value.slice(0, -2)}AA`, '', '{}']) {
      await store.put(key, value, { expiresAt });
      expect(await sessions.open(cookie, APP)).toBeUndefined();
    }
    await store.put(key, mine?.value ?? '', { expiresAt });
    expect((await sessions.open(cookie, APP))?.user).toEqual(session.user);
  });

  it('that does not fit the store is none, and the fault does not show it', async () => {
    const { inStore, signedIn } = await createWorld();
    const given = await signedIn();
    const long = { ...given, user: { ...given.user, claims: { secret: 'hunter2'.repeat(9000) } } };
    const begin = inStore().begin(long);
    await expect(begin).rejects.toMatchObject({ code: 'claim_unfit' });
    await expect(begin).rejects.not.toThrow(/hunter2/);
  });
});

describe('the idle time', () => {
  it('begins anew in the store once a tenth of it is over, and not each time', async () => {
    const { sessions, session, cookie, clock, store } = await begun();
    const { counts } = store;
    const before = counts.put;
    for (let second = 0; second < IDLE / 10 - 1; second += 60) {
      clock.advance(30);
      await sessions.open(cookie, APP);
    }
    const puts = counts.put - before;
    expect(puts).toBeLessThanOrEqual(1);
    clock.advance(IDLE / 10);
    const opened = await sessions.open(cookie, APP);
    expect(opened?.idleEndsAt).toBe(clock.seconds() + IDLE);
    expect(opened?.idleEndsAt).toBeGreaterThan(session.idleEndsAt);
    expect(counts.put - before).toBe(puts + 1);
  });

  it('is begun anew by one of many who use it at the same time, and the others are let in all the same', async () => {
    const { sessions, cookie, clock, store, inStore } = await begun();
    clock.advance(IDLE / 2);
    const before = store.counts.put;
    const other = inStore();
    const all = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        (index % 2 === 0 ? sessions : other).open(cookie, APP),
      ),
    );
    expect(all.filter((opened) => opened === undefined)).toEqual([]);
    // Each tried once at most.
    expect(store.counts.put - before).toBeLessThanOrEqual(50);
    clock.advance(IDLE - 1);
    expect(await sessions.open(cookie, APP)).toBeDefined();
  });

  it('never goes beyond the end, which is written no more', async () => {
    const { sessions, session, cookie, clock, store } = await begun(1.5 * HOUR);
    clock.advance(0.75 * HOUR);
    expect((await sessions.open(cookie, APP))?.idleEndsAt).toBe(session.endsAt);
    const before = store.counts.put;
    clock.advance(0.5 * HOUR);
    expect((await sessions.open(cookie, APP))?.idleEndsAt).toBe(session.endsAt);
    expect(store.counts.put).toBe(before);
  });

  it('that cannot be written lets nobody in', async () => {
    const { sessions, cookie, clock, store } = await begun();
    clock.advance(IDLE / 2);
    store.putFault = new DrawbridgeError('store_unavailable');
    await expect(sessions.open(cookie, APP)).rejects.toBe(store.putFault);
    store.putFault = undefined;
    expect(await sessions.open(cookie, APP)).toBeDefined();
  });

  it('does not bring back a session that ends at the same time', async () => {
    const { sessions, session, cookie, clock, inStore } = await begun();
    clock.advance(IDLE / 2);
    const other = inStore();
    await Promise.all([
      ...Array.from({ length: 20 }, () => sessions.open(cookie, APP)),
      other.end(session),
      ...Array.from({ length: 20 }, () => other.open(cookie, APP)),
    ]);
    for (const each of [sessions, other]) expect(await each.open(cookie, APP)).toBeUndefined();
  });
});

describe('a clock that is set back', () => {
  it('brings no session back that was ended, and lets none live longer than its end by the clock', async () => {
    const { sessions, session, cookie, clock } = await begun();
    const kept = await sessions.begin(await (await createWorld()).signedIn());
    await sessions.end(session);
    clock.step(-LIFETIME);
    expect(await sessions.open(cookie, APP)).toBeUndefined();
    expect(await sessions.open(await sessions.cookieFor(kept, APP), APP)).toBeDefined();
  });
});

it('tells what the provider has to know when it ends', async () => {
  const { signedIn, inStore } = await createWorld();
  const given = await signedIn();
  const plain = inStore();
  expect(await plain.end(await plain.begin(given))).toEqual({
    user: given.user,
    idToken: given.tokens.idToken,
  });
  const renewed = inStore({ refresh: () => ({}) as never });
  const session = await renewed.begin(given);
  expect(await renewed.end(session)).toEqual({
    user: given.user,
    idToken: given.tokens.idToken,
  });
  expect(await renewed.end(session)).toEqual({ user: given.user });
});

describe('what was renewed', () => {
  /** A session that is being renewed, while something happens. */
  async function renewWhile(
    event: (sessions: Sessions, session: Session) => Promise<void>,
    more: Partial<StoreSessionsOptions> = {},
  ) {
    const world = await createWorld();
    const before = world.inStore({ refresh: () => world.provider });
    const session = await before.begin(await world.signedIn({ sid: 'sid-1' }));
    const cookie = await before.cookieFor(session, APP);
    const sessions = world.inStore({
      ...more,
      refresh: () => ({
        ...world.provider,
        async userOf(...given) {
          await event(world.inStore(), session);
          return world.provider.userOf(...given);
        },
      }),
    });
    world.clock.advance(301);
    return { session, opened: await sessions.open(cookie, APP) };
  }

  it('is nothing where it was ended meanwhile by a mark', async () => {
    const { session, opened } = await renewWhile((sessions, { user }) =>
      sessions.endSid(user.issuer, 'sid-1'),
    );
    expect(session.sid).toBe('sid-1');
    expect(opened).toBeUndefined();
  });

  it('lasts no longer than the lifetime that is in force', async () => {
    const { session, opened } = await renewWhile(async () => {}, { lifetime: HOUR });
    expect(opened?.endsAt).toBe(session.createdAt + HOUR);
  });
});
