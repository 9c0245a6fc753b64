import { createDefaultEngine, createSealer, DrawbridgeError } from '@drawbridge/core';
import { describe, expect, it } from 'vitest';
import { handleOf, sessionKey, tokensKey } from './session-id.ts';
import type { RenewingProvider } from './renewals.ts';
import { APP, type Brought, createWorld, IDLE, type World } from './sessions.fixture.ts';

const engine = createDefaultEngine();

/** A session with a refresh token, and any number of processes that renew it. */
async function begun(brought: Brought = {}, provider?: (world: World) => RenewingProvider) {
  const world = await createWorld();
  const renewing = provider?.(world) ?? world.provider;
  const revoked: (readonly [provider: string, token: string])[] = [];
  const make = () =>
    world.inStore({
      refresh: () => renewing,
      revoke: async (...given) => void revoked.push(given),
    });
  const sessions = make();
  const given = await world.signedIn(brought);
  const session = await sessions.begin(given);
  const cookie = await sessions.cookieFor(session, APP);
  const handle = await handleOf(engine, session.id);
  return { ...world, make, revoked, sessions, given, session, cookie, handle };
}

/** Lets the provider wait when it is asked for tokens, and for nothing before. */
async function holdTokens({ issuer, provider }: Pick<World, 'issuer' | 'provider'>) {
  const { check } = await provider.find();
  await check.prepare();
  const release = issuer.hold();
  return {
    release,
    async asked() {
      while (issuer.requests.token === 0) await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

describe('a session whose tokens have not ended', () => {
  it('asks nobody', async () => {
    const { sessions, cookie, clock, issuer, calls } = await begun();
    clock.advance(299);
    expect(await sessions.open(cookie, APP)).toBeDefined();
    expect([issuer.requests.token, calls.find]).toEqual([0, 0]);
  });
});

describe('a session that is not renewed', () => {
  it.each([
    ['since nobody does', {}, false],
    ['since there is no refresh token', { grant: { refresh: 'none' } as const }, true],
  ])('lasts as long as it may: %s', async (_, brought, isOn) => {
    const { inStore, signedIn, clock, issuer, provider } = await createWorld();
    const sessions = inStore(isOn ? { refresh: () => provider } : {});
    const session = await sessions.begin(await signedIn(brought));
    clock.advance(301);
    const cookie = await sessions.cookieFor(session, APP);
    expect(await sessions.open(cookie, APP)).toBeDefined();
    expect(issuer.requests.token).toBe(0);
  });
});

describe('a session whose tokens have ended', () => {
  it('is not renewed by a provider that has the name of another', async () => {
    const { inStore, signedIn, clock, issuer, provider, calls } = await createWorld();
    const before = inStore({ refresh: () => provider });
    const cookie = await before.cookieFor(await before.begin(await signedIn()), APP);
    clock.advance(301);
    const after = inStore({ refresh: () => provider, accepts: () => false });
    expect(await after.open(cookie, APP)).toBeUndefined();
    expect([issuer.requests.token, calls.find]).toEqual([0, 0]);
    expect(await before.open(cookie, APP)).toBeDefined();
  });

  it('is renewed, with its idle time, and its person as the provider tells now', async () => {
    const { sessions, session, cookie, clock, issuer, calls, store, handle } = await begun(
      {},
      (world) => ({
        find: () => world.provider.find(),
        async userOf(token, tokens) {
          const user = await world.provider.userOf(token, tokens);
          return { ...user, groups: { kind: 'known', groups: ['new'], claim: 'role' } };
        },
      }),
    );
    clock.advance(301);
    const opened = await sessions.open(cookie, APP);
    expect(opened).toMatchObject({
      id: session.id,
      createdAt: session.createdAt,
      endsAt: session.endsAt,
      idleEndsAt: clock.seconds() + IDLE,
      user: { groups: { groups: ['new'] } },
    });
    expect([issuer.requests.token, calls.userOf]).toEqual([1, 1]);
    // Once for a while, and then again.
    expect(await sessions.open(cookie, APP)).toEqual(opened);
    expect(issuer.requests.token).toBe(1);
    clock.advance(301);
    expect(await sessions.open(cookie, APP)).toBeDefined();
    expect(issuer.requests.token).toBe(2);
    const [tokens] = await store.get([tokensKey(handle)]);
    expect(tokens?.value).toMatch(/^v1\./);
  });

  it('keeps its person where no new ID token comes, while the one before lasts', async () => {
    const { inStore, provider, signedIn, clock, issuer, calls } = await createWorld();
    const sessions = inStore({ refresh: () => provider });
    const given = await signedIn({ grant: { idToken: 'first' } });
    const short = { ...given.tokens, expiresAt: clock.seconds() + 60 };
    const session = await sessions.begin({ ...given, tokens: short });
    const cookie = await sessions.cookieFor(session, APP);
    clock.advance(61);
    expect((await sessions.open(cookie, APP))?.user).toEqual(session.user);
    expect([issuer.requests.token, calls.userOf]).toEqual([1, 0]);
    // Then nobody knows any more who it is.
    clock.advance(300);
    expect(await sessions.open(cookie, APP)).toBeUndefined();
  });

  it('is renewed once for a hundred who open it at the same time, in two processes (oauth2-proxy issues 1992, 1384, 1006: all but one are signed out)', async () => {
    const { make, cookie, clock, issuer, sessions, calls } = await begun();
    const other = make();
    for (const round of [1, 2]) {
      clock.advance(301);
      const all = await Promise.all(
        Array.from({ length: 100 }, (_, index) =>
          (index % 2 === 0 ? sessions : other).open(cookie, APP),
        ),
      );
      expect(all.filter((opened) => opened === undefined)).toEqual([]);
      expect(issuer.requests.token).toBe(round);
      // Who it is, each process asks once at most.
      expect(calls.userOf).toBeLessThanOrEqual(2 * round);
    }
    await Promise.all([sessions.close(), other.close()]);
  });

  it('is over where the provider refuses, in all processes and for good', async () => {
    const { make, sessions, cookie, clock, issuer, given, store, handle } = await begun();
    issuer.revoke(given.tokens.refreshToken ?? '');
    clock.advance(301);
    const other = make();
    const all = await Promise.all([
      ...Array.from({ length: 10 }, () => sessions.open(cookie, APP)),
      ...Array.from({ length: 10 }, () => other.open(cookie, APP)),
    ]);
    expect(all.filter((opened) => opened !== undefined)).toEqual([]);
    expect(await make().open(cookie, APP)).toBeUndefined();
    expect(await store.get([sessionKey(handle)])).toEqual([undefined]);
    expect(await sessions.list(given.user)).toEqual([]);
    expect(issuer.requests.token).toBe(1);
  });

  it('is over where its tokens were sealed by a key that is gone', async () => {
    const { sessions, cookie, clock, store, handle, log } = await begun();
    const other = createSealer(['another-secret-of-tests-that-is-long-enough']);
    const key = tokensKey(handle);
    await store.put(key, await other.seal('{}', key), { expiresAt: clock.seconds() + 9999 });
    clock.advance(301);
    expect(await sessions.open(cookie, APP)).toBeUndefined();
    expect(JSON.stringify(log.entries)).toContain('none of the keys at hand');
  });

  it('is over where its tokens are gone', async () => {
    const { sessions, cookie, clock, store, handle } = await begun();
    await store.delete(tokensKey(handle));
    clock.advance(301);
    expect(await sessions.open(cookie, APP)).toBeUndefined();
  });

  it('lets nobody in while the provider does not answer, and goes on when it does', async () => {
    const { sessions, cookie, clock, issuer, given } = await begun();
    clock.advance(301);
    issuer.goDown();
    for (const time of [1, 2, 3]) {
      const opened = sessions.open(cookie, APP);
      await expect(opened, `${time}`).rejects.toMatchObject({ kind: 'upstream' });
      await expect(opened).rejects.not.toThrow(given.tokens.refreshToken);
    }
    // It is left alone for a while, however many ask.
    expect(issuer.requests.token).toBeLessThanOrEqual(1);
    issuer.comeUp();
    clock.advance(60);
    expect(await sessions.open(cookie, APP)).toBeDefined();
    await sessions.close();
  });

  it('is found to be ended while the provider does not answer, and nobody is asked', async () => {
    const { sessions, cookie, session, clock, issuer } = await begun();
    clock.advance(301);
    issuer.goDown();
    const found = await sessions.toEnd(cookie, APP);
    expect(found?.id).toBe(session.id);
    if (found !== undefined) await sessions.end(found);
    expect(await sessions.toEnd(cookie, APP)).toBeUndefined();
    issuer.comeUp();
    expect(await sessions.open(cookie, APP)).toBeUndefined();
    expect(issuer.requests.token).toBe(0);
  });

  it('lets nobody in while it is not found who it is, and asks for no more tokens over that', async () => {
    let fault: Error | undefined = new DrawbridgeError('upstream_unreachable');
    let asked = 0;
    const { sessions, cookie, clock, issuer } = await begun({}, (world) => ({
      find: () => world.provider.find(),
      userOf(token, tokens) {
        asked++;
        return fault === undefined ? world.provider.userOf(token, tokens) : Promise.reject(fault);
      },
    }));
    clock.advance(301);
    await expect(sessions.open(cookie, APP)).rejects.toBe(fault);
    // Whoever tells who it is, UserInfo say, is left alone for a while, however many ask.
    for (const time of [1, 2, 3]) {
      await expect(sessions.open(cookie, APP), `${time}`).rejects.toMatchObject({
        code: 'upstream_unreachable',
        repeated: true,
        retryAfter: 1,
      });
    }
    expect(asked).toBe(1);
    // And for longer each time.
    clock.advance(1);
    await expect(sessions.open(cookie, APP)).rejects.toBe(fault);
    clock.advance(0.9);
    await expect(sessions.open(cookie, APP)).rejects.toMatchObject({ repeated: true });
    expect(asked).toBe(2);
    clock.advance(1.1);
    fault = undefined;
    expect(await sessions.open(cookie, APP)).toBeDefined();
    expect([asked, issuer.requests.token]).toEqual([3, 1]);
    // What was over is over: at the next renewal it is asked at once.
    clock.advance(301);
    expect(await sessions.open(cookie, APP)).toBeDefined();
    expect(asked).toBe(4);
  });

  it.each(['invalid_client', 'unauthorized_client', 'invalid_scope', 'invalid_request'])(
    'lets nobody in while the provider refuses with %s, which is no matter of the person, and goes on afterwards',
    async (error) => {
      const { sessions, cookie, clock, issuer } = await begun();
      clock.advance(301);
      issuer.answer('token', { status: 400, body: { error } });
      for (const time of [1, 2]) {
        await expect(sessions.open(cookie, APP), `${time}`).rejects.toMatchObject({
          code: 'token_endpoint_invalid',
          kind: 'upstream',
          message: expect.stringContaining(error),
          cause: { code: 'token_endpoint_refused' },
        });
      }
      issuer.answer('token', undefined);
      clock.advance(60);
      expect(await sessions.open(cookie, APP)).toBeDefined();
      await sessions.close();
    },
  );

  it('lets nobody in where who it is cannot be told by the new ID token, which is no bad token of a program', async () => {
    const { sessions, cookie, clock } = await begun({}, (world) => ({
      find: () => world.provider.find(),
      userOf: () => Promise.reject(new DrawbridgeError('claim_missing', { detail: 'no groups' })),
    }));
    clock.advance(301);
    await expect(sessions.open(cookie, APP)).rejects.toMatchObject({
      kind: 'upstream',
      message: 'no groups',
      cause: { code: 'claim_missing' },
    });
    await sessions.close();
  });

  it('loses no refresh token where the store does not answer over it', async () => {
    const { sessions, cookie, clock, issuer, store, provider } = await begun();
    clock.advance(301);
    const { asked, release } = await holdTokens({ issuer, provider });
    const opened = sessions.open(cookie, APP).catch((thrown: unknown) => thrown);
    await asked();
    store.fault = new DrawbridgeError('store_unavailable');
    release();
    expect(await opened).toMatchObject({ code: 'store_unavailable' });
    store.fault = undefined;
    clock.advance(10);
    expect(await sessions.open(cookie, APP)).toBeDefined();
    expect(issuer.requests.token).toBe(1);
    clock.advance(301);
    expect(await sessions.open(cookie, APP)).toBeDefined();
    await sessions.close();
  });

  it('that is ended meanwhile stays ended', async () => {
    const { make, sessions, session, cookie, clock, issuer, provider } = await begun();
    clock.advance(301);
    const { asked, release } = await holdTokens({ issuer, provider });
    const opened = sessions.open(cookie, APP);
    await asked();
    const ended = make().end(session);
    release();
    await ended;
    await opened;
    for (const each of [sessions, make()]) expect(await each.open(cookie, APP)).toBeUndefined();
  });

  it('ended by its person everywhere is not renewed', async () => {
    const { sessions, session, cookie, clock, issuer } = await begun();
    await sessions.endPerson(session.user.issuer, session.user.subject);
    clock.advance(301);
    expect(await sessions.open(cookie, APP)).toBeUndefined();
    expect(issuer.requests.token).toBe(0);
  });

  it('has the newest tokens told when it ends', async () => {
    const { sessions, session, cookie, clock, given, revoked } = await begun();
    clock.advance(301);
    await sessions.open(cookie, APP);
    const { idToken } = await sessions.end(session);
    expect(idToken).toMatch(/^ey/);
    expect(idToken).not.toBe(given.tokens.idToken);
    expect(revoked).toEqual([['main', expect.stringMatching(/^refresh-/)]]);
    expect(revoked[0]?.[1]).not.toBe(given.tokens.refreshToken);
  });

  it('has revoked what came so late that nobody waited for it any more', async () => {
    const { sessions, inStore, session, cookie, clock, issuer, provider, given, revoked } =
      await begun();
    clock.advance(301);
    const { asked, release } = await holdTokens({ issuer, provider });
    const opened = sessions.open(cookie, APP);
    await asked();
    const timers = {
      hold: () => () => {},
      after(milliseconds: number, work: () => void) {
        clock.advance(milliseconds / 1000);
        setImmediate(work);
        return () => {};
      },
    };
    await inStore({ timers }).end(session);
    release();
    expect(await opened).toBeUndefined();
    expect(revoked).toEqual([['main', expect.stringMatching(/^refresh-/)]]);
    expect(revoked[0]?.[1]).not.toBe(given.tokens.refreshToken);
  });

  it('has revoked what its provider gave with an answer that ends it', async () => {
    const { sessions, cookie, clock, given, revoked } = await begun({
      grant: { idToken: 'first' },
    });
    clock.advance(301);
    expect(await sessions.open(cookie, APP)).toBeUndefined();
    expect(revoked).toEqual([['main', expect.stringMatching(/^refresh-/)]]);
    expect(revoked[0]?.[1]).not.toBe(given.tokens.refreshToken);
  });
});
