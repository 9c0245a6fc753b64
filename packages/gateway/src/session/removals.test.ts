import { createDefaultEngine, DrawbridgeError } from '@drawbridge/core';
import { describe, expect, it } from 'vitest';
import type { Session } from './session.ts';
import { handleOf, sessionKey } from './session-id.ts';
import { APP, type Brought, createWorld } from './sessions.fixture.ts';

describe('what the provider gave to renew a session', () => {
  /** Sessions that are renewed, and what is revoked of them, with how many sessions of alice were there then. */
  async function begunMany(brought: readonly Brought[]) {
    const world = await createWorld();
    const alice = { issuer: world.issuer.issuer, subject: 'alice' };
    const revoked: (readonly [provider: string, token: string, living: number])[] = [];
    const sessions = world.inStore({
      refresh: () => world.provider,
      async revoke(provider, token) {
        const living = (await sessions.list(alice)).length;
        revoked.push([provider, token, living]);
      },
    });
    const given = await Promise.all(brought.map((each) => world.signedIn(each)));
    const begun: Session[] = [];
    for (const each of given) begun.push(await sessions.begin(each));
    const tokenOf = (index: number) => given[index]?.tokens.refreshToken ?? expect.unreachable();
    return { ...world, sessions, alice, begun, revoked, tokenOf };
  }

  it('is revoked when its person ends it, once, and not where it has no such token', async () => {
    const { sessions, begun, revoked, tokenOf } = await begunMany([
      {},
      { grant: { refresh: 'none' } },
    ]);
    for (const session of [...begun, ...begun]) await sessions.end(session);
    expect(revoked).toEqual([['main', tokenOf(0), 1]]);
  });

  it('is revoked when it is ended by the list', async () => {
    const { sessions, alice, revoked, tokenOf } = await begunMany([{}, {}]);
    const [newest] = await sessions.list(alice);
    expect(await sessions.endListed(alice, newest?.handle ?? '')).toBe(true);
    expect(await sessions.endListed(alice, newest?.handle ?? '')).toBe(false);
    expect(revoked).toEqual([['main', tokenOf(1), 1]]);
  });

  it('is revoked for all sessions of a person once all have ended, and for nobody else', async () => {
    const { sessions, alice, revoked, tokenOf } = await begunMany([
      {},
      { claims: { sub: 'bob' } },
      {},
    ]);
    await sessions.endPerson(alice.issuer, alice.subject);
    // Of all at the same time, in no order.
    const expected = [0, 2].map((index) => ['main', tokenOf(index), 0]);
    expect(new Set(revoked)).toEqual(new Set(expected));
  });

  it('is revoked of the oldest, where there are too many', async () => {
    const brought = Array.from({ length: 101 }, (_, index) => ({ sid: `sid-${index}` }));
    const { revoked, tokenOf } = await begunMany(brought);
    expect(revoked).toEqual([['main', tokenOf(0), 100]]);
  });

  it.each<[string, Brought, Brought, boolean]>([
    ['another person', {}, { claims: { sub: 'bob' } }, true],
    ['another sign-in of the same person', { sid: 'a' }, { sid: 'b' }, true],
    // As of two tabs: to end the one grant would end the new session too.
    ['the same sign-in', { sid: 'a' }, { sid: 'a' }, false],
    ['what may be the same sign-in', {}, {}, false],
    ['what may be the same sign-in, of which the new one has a name', {}, { sid: 'a' }, false],
  ])(
    'is revoked where its place is taken by %s, or is not: %#',
    async (_, old, next, isRevoked) => {
      const { sessions, begun, revoked, tokenOf, signedIn } = await begunMany([old]);
      const [session = expect.unreachable()] = begun;
      await sessions.end(session, await signedIn(next));
      expect(revoked.map(([, token]) => token)).toEqual(isRevoked ? [tokenOf(0)] : []);
      expect(await sessions.toEnd(await sessions.cookieFor(session, APP), APP)).toBeUndefined();
    },
  );

  it('is revoked when ending is tried again after the store failed, or the process was killed, half-way', async () => {
    const { inStore, alice, store, revoked, tokenOf } = await begunMany([{}, {}]);
    let left = 1;
    const failing = async (key: string) => {
      if (left-- === 0) throw new DrawbridgeError('store_unavailable');
      return store.delete(key);
    };
    const revoke = async (provider: string, token: string) =>
      void revoked.push([provider, token, 0]);
    const sessions = inStore({ store: { ...store, delete: failing }, revoke });
    const end = () => sessions.endPerson(alice.issuer, alice.subject);
    await expect(end()).rejects.toMatchObject({ code: 'store_unavailable' });
    await end();
    await end();
    expect(revoked.map(([, token]) => token)).toEqual([tokenOf(0), tokenOf(1)]);
  });

  it('is not sent to another provider that has the name of the one that gave it', async () => {
    const { inStore, signedIn, provider } = await createWorld();
    const given = await signedIn();
    const session = await inStore({ refresh: () => provider }).begin(given);
    const revoked: unknown[] = [];
    const revoke = async (...all: unknown[]) => void revoked.push(all);
    const after = inStore({ revoke, accepts: () => false });
    await after.endPerson(given.user.issuer, given.user.subject);
    expect(revoked).toEqual([]);
    expect((await after.end(session)).idToken).toBeUndefined();
  });

  it('is waited for once where many sessions are renewed at that moment, and while none of them lives', async () => {
    const { sessions, inStore, clock, issuer, provider, begun, alice, store } = await begunMany(
      Array.from({ length: 5 }, () => ({})),
    );
    clock.advance(301);
    await (await provider.find()).check.prepare();
    const release = issuer.hold();
    const cookies = await Promise.all(begun.map((session) => sessions.cookieFor(session, APP)));
    const opened = cookies.map((cookie) => sessions.open(cookie, APP));
    while (issuer.requests.token < 5) await new Promise((resolve) => setImmediate(resolve));
    const keys = await Promise.all(
      begun.map(async ({ id }) => sessionKey(await handleOf(createDefaultEngine(), id))),
    );
    let living = 0;
    const timers = {
      hold: () => () => {},
      after(milliseconds: number, work: () => void) {
        void store.get(keys).then((found) => {
          living += found.filter((each) => each !== undefined).length;
          clock.advance(milliseconds / 1000);
          work();
        });
        return () => {};
      },
    };
    const before = clock.seconds();
    await inStore({ timers }).endPerson(alice.issuer, alice.subject);
    expect(living).toBe(0);
    expect(clock.seconds() - before).toBeLessThan(6);
    release();
    expect(await Promise.all(opened)).toEqual(begun.map(() => undefined));
    await sessions.close();
  });
});
