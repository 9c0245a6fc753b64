import { DrawbridgeError } from '@drawbridge/core';
import { describe, expect, it, vi } from 'vitest';
import { APP, AUTH, OTHER, startSignIn } from './sign-in.fixture.ts';
import { signInThere, toProvider } from './walk.fixture.ts';

/** Changes the query of an address. */
function changed(address: string, change: (query: URLSearchParams) => void): string {
  const url = new URL(address);
  change(url.searchParams);
  return url.href;
}

describe('callback refuses', () => {
  it('what belongs to no sign-in', async () => {
    const { browser, sessions } = await startSignIn();
    for (const query of ['', '?code=c', '?state=', `?code=c&state=${'a'.repeat(43)}`, '?error=x']) {
      const { reply, text } = await browser.open(`${AUTH}/callback${query}`);
      expect(reply?.status, query).toBe(400);
      expect(text).toContain('Nobody was signed in');
    }
    expect(sessions.begun).toEqual([]);
  });

  it.each(['state', 'code', 'iss', 'error', 'x'])('a doubled %s', async (name) => {
    const world = await startSignIn();
    const back = world.provider.authorize(await toProvider(world));
    const doubled = changed(back, (query) => {
      query.append(name, query.get(name) ?? 'a');
      query.append(name, 'b');
    });
    const { reply } = await world.browser.open(doubled);
    expect(reply?.status).toBe(400);
    expect(world.provider.asked).toHaveLength(0);
    expect((await world.browser.open(back)).url).toBe(`${APP}/a?b=c`);
  });

  it('an answer that another browser asked for', async () => {
    const world = await startSignIn();
    const back = world.provider.authorize(await toProvider(world));
    const stranger = world.newBrowser();
    expect((await stranger.open(back)).reply?.status).toBe(400);
    await toProvider({ ...world, browser: stranger });
    expect((await stranger.open(back)).reply?.status).toBe(400);
    expect(world.provider.asked).toHaveLength(0);
    // The one that asked is not stopped by it.
    expect((await world.browser.open(back)).url).toBe(`${APP}/a?b=c`);
  });

  it('an answer of another provider, and one that does not say whose it is', async () => {
    const world = await startSignIn({ providers: ['one', 'two'] });
    const { browser, loginAt, provider, providers } = world;
    const [, two] = providers;
    const choice = await browser.open(loginAt());
    const link = /href="([^"]*provider=one)"/.exec(choice.text)?.[1]?.replaceAll('&amp;', '&');
    const { url } = await browser.open(AUTH + link);
    const back = provider.authorize(url);
    for (const iss of [two?.issuer.issuer, `${provider.issuer.issuer}/`, '']) {
      const mixed = changed(back, (query) => query.set('iss', iss ?? ''));
      expect((await browser.open(mixed)).reply?.status).toBe(400);
    }
    const without = changed(back, (query) => query.delete('iss'));
    expect((await browser.open(without)).reply?.status).toBe(400);
    expect([...provider.asked, ...(two?.asked ?? [])]).toHaveLength(0);
    expect((await browser.open(back)).url).toBe(`${APP}/a?b=c`);
  });

  it('the code of one provider at the address of another, though neither says who it is (mix-up)', async () => {
    const world = await startSignIn({ providers: ['one', 'two'], namesItself: false });
    const { browser, loginAt, provider, providers } = world;
    const choice = await browser.ask(loginAt());
    const request = choice.headers.find(([name]) => name === 'location')?.[1] ?? '';
    const asked = new URL((await browser.open(`${request}&provider=one`)).url);
    expect(asked.searchParams.get('redirect_uri')).toBe(`${AUTH}/callback/one`);
    // Provider one sends the browser on to the other, with the same state.
    const mixed = changed(asked.href, (query) => query.set('redirect_uri', `${AUTH}/callback/two`));
    const back = providers[1]?.authorize(mixed) ?? '';
    expect((await browser.open(back)).reply?.status).toBe(400);
    const common = back.replace('/callback/two', '/callback');
    expect((await browser.open(common)).reply?.status).toBe(400);
    expect(provider.asked).toHaveLength(0);
    expect((await browser.open(provider.authorize(asked.href))).url).toBe(`${APP}/a?b=c`);
  });

  it('the same answer twice, in any process, and lets whoever is signed in on', async () => {
    const world = await startSignIn();
    const back = world.provider.authorize(await toProvider(world));
    // A copy of the browser, before it has a session.
    const copy = world.newBrowser();
    for (const [name, value] of world.browser.cookies(AUTH)) copy.cookies(AUTH).set(name, value);
    const cookies = new Map(world.browser.cookies(AUTH));
    await world.browser.open(back);
    world.restart();
    const { reply, text } = await copy.open(back);
    expect(reply?.status).toBe(400);
    expect(text).toContain('used already');
    expect(text).toContain(`href="${APP}/.drawbridge/login?url=%2Fa%3Fb%3Dc"`);
    expect(world.provider.asked).toHaveLength(1);
    expect(world.sessions.begun).toHaveLength(1);
    for (const [name, value] of cookies) world.browser.cookies(AUTH).set(name, value);
    expect((await world.browser.open(back)).url).toBe(`${APP}/a?b=c`);
    expect(world.provider.asked).toHaveLength(1);
  });

  it('of two at once, one', async () => {
    const world = await startSignIn();
    const back = world.provider.authorize(await toProvider(world));
    const replies = await Promise.all([world.browser.ask(back), world.browser.ask(back)]);
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([303, 400]));
    expect(world.provider.asked).toHaveLength(1);
  });

  it('an ID token with another nonce, for another client, of another issuer, or over', async () => {
    for (const claims of [
      { nonce: 'another' },
      { aud: 'another' },
      { azp: 'another' },
      { iss: 'https://two.test' },
      { exp: 1 },
    ]) {
      const world = await startSignIn();
      world.provider.alter(claims);
      const back = world.provider.authorize(await toProvider(world));
      const { reply, text } = await world.browser.open(back);
      expect(reply?.status, JSON.stringify(claims)).toBe(400);
      expect(text).toContain('What your provider answered was not accepted.');
      expect(text).toContain('Begin again');
      expect(world.sessions.begun).toEqual([]);
      expect(world.records.map(({ decision }) => decision)).toEqual(['refused']);
    }
  });

  it('an ID token of a clock that is far off, and takes the next one', async () => {
    const world = await startSignIn();
    const back = world.provider.authorize(await toProvider(world));
    world.provider.alter({ exp: world.clock.seconds() - 60 });
    expect((await world.browser.open(back)).reply?.status).toBe(400);
    world.provider.alter({});
    expect((await signInThere(world)).url).toBe(`${APP}/a?b=c`);
  });

  it('a code of somebody else, by the verifier', async () => {
    const world = await startSignIn();
    const mine = world.provider.authorize(await toProvider(world));
    const theirs = world.provider.authorize(
      await toProvider({ ...world, browser: world.newBrowser() }),
    );
    const code = new URL(theirs).searchParams.get('code') ?? '';
    const injected = changed(mine, (query) => query.set('code', code));
    const { reply } = await world.browser.open(injected);
    expect(reply?.status).toBe(400);
    expect(world.sessions.begun).toEqual([]);
  });

  it('an app that is gone', async () => {
    const world = await startSignIn();
    const back = world.provider.authorize(await toProvider(world));
    world.restart({ hosts: { has: () => false } });
    expect((await world.browser.open(back)).reply?.status).toBe(404);
    expect(world.provider.asked).toHaveLength(0);
  });
});

describe('callback says', () => {
  it('what the provider said, as text, and where it begins again', async () => {
    const world = await startSignIn();
    const at = await toProvider(world);
    const back = world.provider.refuse(at, {
      error: 'access_denied',
      error_description: '<script>alert(1)</script> not today.',
    });
    const { reply, text } = await world.browser.open(back);
    expect(reply?.status).toBe(400);
    expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt; not today (access_denied)');
    expect(text).not.toContain('<script');
    const headers = new Map(reply?.headers);
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('referrer-policy')).toMatch(/^(?:no-referrer|same-origin)$/);
    expect(text).toContain(`href="${APP}/.drawbridge/login?url=%2Fa%3Fb%3Dc"`);
    expect(world.records).toMatchObject([{ decision: 'refused', code: 'sign_in_refused' }]);
    expect([...world.browser.cookies(AUTH).keys()]).toEqual([]);
    expect((await signInThere(world)).url).toBe(`${APP}/a?b=c`);
  });

  it('that the provider is down, and recovers', async () => {
    const world = await startSignIn();
    const back = world.provider.authorize(await toProvider(world));
    world.provider.goDown();
    const { reply, text } = await world.browser.open(back);
    expect(reply?.status).toBe(502);
    expect(text).toContain('Nobody can be signed in at the moment');
    expect(reply?.headers).toContainEqual(['retry-after', '5']);
    const entered = await world.browser.open(world.loginAt());
    expect(entered.reply?.status).toBe(502);
    expect(entered.text).toContain('Begin again');
    world.provider.comeUp();
    // The same answer: it was not used up.
    expect((await world.browser.open(back)).url).toBe(`${APP}/a?b=c`);
  });

  it('that the store is down, signs nobody in, and recovers', async () => {
    const world = await startSignIn();
    const back = world.provider.authorize(await toProvider(world));
    world.down.store = true;
    expect((await world.browser.open(back)).reply?.status).toBe(503);
    expect(world.provider.asked).toHaveLength(0);
    world.down.store = false;
    expect((await world.browser.open(back)).url).toBe(`${APP}/a?b=c`);
  });

  it('that a record cannot be kept, and begins no session', async () => {
    const world = await startSignIn();
    const back = world.provider.authorize(await toProvider(world));
    const write = () => Promise.reject(new DrawbridgeError('audit_unavailable'));
    world.restart({ audit: { write, check: async () => {} } });
    expect((await world.browser.open(back)).reply?.status).toBe(503);
    expect(world.sessions.begun).toEqual([]);
  });

  it('that an attempt is too old, for a day, and lets whoever is signed in on', async () => {
    const world = await startSignIn();
    const [first, second] = [await toProvider(world), await toProvider(world, APP, '/second')];
    world.clock.advance(1800);
    const late = await world.browser.open(world.provider.authorize(first));
    expect(late.reply?.status).toBe(408);
    expect(late.text).toContain(`href="${APP}/.drawbridge/login?url=%2Fa%3Fb%3Dc"`);
    expect(world.provider.asked).toHaveLength(0);
    await signInThere(world);
    const { url } = await world.browser.open(world.provider.authorize(second));
    expect(url).toBe(`${APP}/second`);
    expect(world.sessions.begun).toHaveLength(1);
  });
});

describe('callback signs in', () => {
  it('whoever left while there was one provider, and is back when there are two', async () => {
    const world = await startSignIn({ providers: ['one', 'two'] });
    world.restart({ providers: [world.provider] });
    const back = world.provider.authorize(await toProvider(world));
    world.restart();
    expect((await world.browser.open(back)).url).toBe(`${APP}/a?b=c`);
  });

  it('whoever comes back within half an hour, by way of a new binding after ten minutes', async () => {
    const world = await startSignIn();
    const at = await toProvider(world);
    world.clock.advance(1799);
    const { url, way } = await world.browser.open(world.provider.authorize(at));
    expect(url).toBe(`${APP}/a?b=c`);
    expect(way.map((address) => new URL(address).pathname)).toEqual([
      '/callback',
      '/.drawbridge/login',
      '/login',
      '/.drawbridge/callback',
      '/a',
    ]);
  });

  it('in another process than the one that was asked', async () => {
    const world = await startSignIn();
    const back = world.provider.authorize(await toProvider(world));
    world.restart();
    expect((await world.browser.open(back)).url).toBe(`${APP}/a?b=c`);
  });

  it('two tabs, whichever is first', async () => {
    const world = await startSignIn();
    const [one, two] = [await toProvider(world), await toProvider(world, OTHER, '/two')];
    expect((await world.browser.open(world.provider.authorize(two))).url).toBe(`${OTHER}/two`);
    expect((await world.browser.open(world.provider.authorize(one))).url).toBe(`${APP}/a?b=c`);
    expect([...world.browser.cookies(AUTH).keys()].sort()).toEqual([
      '__Host-drawbridge',
      '__Host-drawbridge-loop',
    ]);
    expect([...world.browser.cookies(APP).keys()]).toEqual(['__Host-drawbridge']);
  });

  it('with an attempt that was in parts, and takes all of them away', async () => {
    const world = await startSignIn();
    const { browser, provider } = world;
    const attempts = () =>
      [...browser.cookies(AUTH).keys()].filter((name) => name.includes('attempt'));
    const url = await toProvider(world, APP, `/?q=${'"'.repeat(2000)}`);
    expect(attempts().length).toBeGreaterThan(1);
    await browser.open(provider.authorize(url));
    expect(attempts()).toEqual([]);
  });

  it('under a new id always, and ends what the browser had', async () => {
    const world = await startSignIn();
    const at = await toProvider(world);
    const mallory = { ...world, browser: world.newBrowser() };
    await signInThere(mallory);
    const cookie = mallory.browser.cookies(AUTH).get('__Host-drawbridge') ?? '';
    world.browser.cookies(AUTH).set('__Host-drawbridge', cookie);
    const end = vi.spyOn(world.sessions, 'end');
    await world.browser.open(world.provider.authorize(at, { sid: 'theirs' }));
    const [planted, own] = world.sessions.begun;
    expect(world.sessions.ended).toEqual([planted]);
    expect(end).toHaveBeenCalledWith(planted, { user: own?.user, sid: 'theirs' });
    expect(own?.id).not.toBe(planted?.id);
    expect(world.browser.cookies(AUTH).get('__Host-drawbridge')).not.toBe(cookie);
    expect(await world.sessions.open(cookie, 'auth.example.com')).toBeUndefined();
  });

  it('without what says nothing: a session of such would not be read again, and the person sent round', async () => {
    const world = await startSignIn();
    const at = await toProvider(world);
    await world.browser.open(world.provider.authorize(at, { sid: '', auth_time: -1 }));
    const [begun] = world.sessions.begun;
    expect(begun).toBeDefined();
    expect([begun?.sid, begun?.authTime]).toEqual([undefined, undefined]);
  });

  it('with what the provider says of the sign-in itself, and a record of it', async () => {
    const world = await startSignIn();
    const at = await toProvider(world);
    await world.browser.open(world.provider.authorize(at, { sid: 'theirs' }));
    expect(world.sessions.begun).toMatchObject([
      { sid: 'theirs', authTime: world.clock.seconds(), user: { subject: 'ada' } },
    ]);
    expect(world.records).toMatchObject([
      {
        decision: 'granted',
        issuer: 'https://one.test',
        subject: 'ada',
        client: 'web',
        address: '192.0.2.1',
      },
    ]);
  });
});
