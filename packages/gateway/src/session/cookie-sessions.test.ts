import { readCookies } from '@drawbridge/oauth';
import { describe, expect, it, vi } from 'vitest';
import { createCookieJar } from '../cookies/cookie-jar.fixture.ts';
import { cookieNames } from '../cookies/cookie-names.ts';
import { setCookies } from '../cookies/set-cookies.ts';
import { parseRecord } from './session-record.ts';
import { APP, AUTH, createWorld, IDLE } from './sessions.fixture.ts';

describe('a session in its cookie', () => {
  it('has the ID token in the cookie of the auth host alone, and no other token anywhere', async () => {
    const { inCookies, signedIn, sealer, store, options } = await createWorld();
    const put = vi.fn(store.put);
    const sessions = inCookies({ ...options, store: { ...store, put } });
    const given = await signedIn();
    const session = await sessions.begin(given);
    const opened = async (host: string) =>
      String(await sealer.open(await sessions.cookieFor(session, host), `cookie of ${host}`));
    const { accessToken, idToken, refreshToken = '' } = given.tokens;
    expect(await opened(AUTH)).toContain(idToken);
    expect(await opened(APP)).not.toContain(idToken);
    const seen =
      (await opened(AUTH)) + (await opened(APP)) + JSON.stringify([put.mock.calls, session]);
    for (const secret of [accessToken, refreshToken]) expect(seen).not.toContain(secret);
    expect(JSON.stringify([put.mock.calls, session])).not.toContain(idToken);
  });

  it('tells the ID token where it ends at the auth host', async () => {
    const { inCookies, signedIn } = await createWorld();
    const given = await signedIn();
    const session = await inCookies().begin(given);
    const [begun, later] = [inCookies(), inCookies()];
    const atAuth = await begun.open(await inCookies().cookieFor(session, AUTH), AUTH);
    expect(atAuth?.id).toBe(session.id);
    // Another process made that cookie, without what the first one held beside the session.
    expect(await later.end(session)).toEqual({ user: given.user });
    const same = inCookies();
    const began = await same.begin(given);
    const cookie = await same.cookieFor(began, AUTH);
    const opened = await later.open(cookie, AUTH);
    expect(opened && (await later.end(opened))).toEqual({
      user: given.user,
      idToken: given.tokens.idToken,
    });
  });

  it('tells the ID token of a session that has ended from its own cookie of the auth host alone', async () => {
    const { inCookies, signedIn } = await createWorld();
    const sessions = inCookies();
    const given = await signedIn();
    const [session, other] = [await sessions.begin(given), await sessions.begin(given)];
    const [atAuth, atApp, others] = [
      await sessions.cookieFor(session, AUTH),
      await sessions.cookieFor(session, APP),
      await sessions.cookieFor(other, AUTH),
    ];
    await sessions.end(session);
    const told = (cookie: string, host = AUTH) => inCookies().idTokenIn?.(cookie, host, session.id);
    expect(await told(others)).toBeUndefined();
    expect(await told(atApp, APP)).toBeUndefined();
    expect(await told(atAuth, APP)).toBeUndefined();
    expect(await told('none')).toBeUndefined();
    expect(await told(atAuth)).toBe(given.tokens.idToken);
  });

  it('leaves the ID token out where it would make the cookie too long', async () => {
    const { inCookies, signedIn, sealer } = await createWorld();
    const sessions = inCookies();
    const given = await signedIn();
    const claims = { long: 'x'.repeat(4000) };
    const session = await sessions.begin({ ...given, user: { ...given.user, claims } });
    const cookie = await sessions.cookieFor(session, AUTH);
    const text = await sealer.open(cookie, `cookie of ${AUTH}`);
    expect(parseRecord(text ?? '')?.idToken).toBeUndefined();
    expect(await sessions.end(session)).toMatchObject({ idToken: given.tokens.idToken });
  });

  it('comes through a browser in parts', async () => {
    const { inCookies, signedIn } = await createWorld();
    const sessions = inCookies();
    const given = await signedIn();
    const groups = Array.from({ length: 400 }, (_, index) => `group-${index}-of-many`);
    const user = { ...given.user, groups: { kind: 'known', groups, claim: 'groups' } } as const;
    const session = await sessions.begin({ ...given, user });
    const { session: name } = cookieNames('https');
    const jar = createCookieJar();
    jar.take(setCookies(name, await sessions.cookieFor(session, APP), { cookies: [] }));
    expect(jar.names().length).toBeGreaterThan(2);
    const [cookie = ''] = readCookies(jar.send(), name);
    expect((await sessions.open(cookie, APP))?.user).toEqual(user);
  });

  it('that is too long for all parts is none, and the fault does not show it', async () => {
    const { inCookies, signedIn } = await createWorld();
    const sessions = inCookies();
    const given = await signedIn();
    const claims = { secret: 'hunter2'.repeat(4000) };
    const session = await sessions.begin({ ...given, user: { ...given.user, claims } });
    const cookie = sessions.cookieFor(session, APP);
    await expect(cookie).rejects.toMatchObject({ code: 'claim_unfit' });
    await expect(cookie).rejects.not.toThrow(/hunter2/);
  });

  it('is to be renewed from half its idle time on, and lives on with the cookie that it is then given', async () => {
    const { inCookies, signedIn, clock } = await createWorld();
    const sessions = inCookies();
    const session = await sessions.begin(await signedIn());
    expect(session.renewAt).toBe(clock.seconds() + IDLE / 2);
    const old = await sessions.cookieFor(session, APP);
    clock.advance(IDLE / 2);
    const opened = await sessions.open(old, APP);
    expect(opened?.renewAt).toBe(clock.seconds());
    const renewed = await sessions.cookieFor(opened ?? session, APP);
    expect(await sessions.open(renewed, APP)).toMatchObject({
      id: session.id,
      endsAt: session.endsAt,
      idleEndsAt: clock.seconds() + IDLE,
      renewAt: clock.seconds() + IDLE / 2,
    });
    clock.advance(IDLE / 2);
    expect(await sessions.open(old, APP)).toBeUndefined();
    expect(await sessions.open(renewed, APP)).toBeDefined();
  });

  it('need not be renewed where that would not make it longer', async () => {
    const { inCookies, signedIn } = await createWorld();
    const sessions = inCookies({ lifetime: IDLE });
    expect((await sessions.begin(await signedIn())).renewAt).toBeUndefined();
  });
});
