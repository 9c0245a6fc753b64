import { describe, expect, it } from 'vitest';
import { APP, AUTH, OTHER, startSignIn } from './sign-in.fixture.ts';
import { signInThere, toProvider } from './walk.fixture.ts';

type World = Awaited<ReturnType<typeof startSignIn>>;

/** Signs in, as far as the address with the code, which is not opened. */
async function toCode(world: World, ...where: Parameters<World['loginAt']>): Promise<string> {
  const back = world.provider.authorize(await toProvider(world, ...where));
  const { headers } = await world.browser.ask(back);
  return headers.find(([name]) => name === 'location')?.[1] ?? '';
}

describe('takeOver signs nobody in', () => {
  it('without the cookie of the browser that began: a link of somebody else (login CSRF)', async () => {
    const world = await startSignIn();
    const url = await toCode(world);
    const victim = world.newBrowser();
    const shown = await victim.open(url);
    expect(shown.reply?.status).toBe(400);
    expect(shown.text).toContain('You are not signed in to this app');
    expect(shown.text).toContain('cookies');
    expect(victim.cookies(APP).has('__Host-drawbridge')).toBe(false);
    // The code is burned: its owner begins again, which takes no person.
    const { reply, text } = await world.browser.open(url);
    expect(reply?.status).toBe(408);
    expect(text).toContain(`href="${APP}/.drawbridge/login?url=%2F"`);
    expect((await world.browser.open(world.loginAt())).url).toBe(`${APP}/a?b=c`);
  });

  it('with the binding of another sign-in of its own', async () => {
    const world = await startSignIn();
    const url = await toCode(world);
    const victim = world.newBrowser();
    await toProvider({ ...world, browser: victim });
    expect((await victim.open(url)).reply?.status).toBe(400);
    expect(victim.cookies(APP).has('__Host-drawbridge')).toBe(false);
  });

  it('with the same cookie at another app host', async () => {
    const world = await startSignIn();
    const url = await toCode(world);
    for (const [name, value] of world.browser.cookies(APP)) {
      world.browser.cookies(OTHER).set(name, value);
    }
    const { reply, text } = await world.browser.open(url.replace(APP, OTHER));
    expect(reply?.status).toBe(400);
    expect(text).toContain('for another app');
    expect(world.browser.cookies(OTHER).has('__Host-drawbridge')).toBe(false);
    expect((await world.browser.open(url)).reply?.status).toBe(408);
  });

  it('whose binding was planted: of another host, or of another sign-in', async () => {
    for (const app of [OTHER, APP]) {
      const world = await startSignIn();
      const url = await toCode(world);
      const mallory = world.newBrowser();
      await mallory.ask(world.loginAt(app));
      const [planted = ''] = mallory.cookies(app).values();
      const [name = ''] = world.browser.cookies(APP).keys();
      const victim = world.newBrowser();
      victim.cookies(APP).set(name, planted);
      expect((await victim.open(url)).reply?.status).toBe(400);
      expect(victim.cookies(APP).has('__Host-drawbridge')).toBe(false);
    }
  });

  it('who began more than ten minutes ago', async () => {
    const world = await startSignIn();
    const at = await toProvider(world);
    world.clock.advance(599);
    const { headers } = await world.browser.ask(world.provider.authorize(at));
    world.clock.advance(1);
    const url = headers.find(([field]) => field === 'location')?.[1] ?? '';
    expect(url).toContain('/.drawbridge/callback?code=');
    expect((await world.browser.open(url)).reply?.status).toBe(400);
  });

  it.each(['', '?code=', '?code=x', `?code=${'a'.repeat(43)}`, '?x=y'])(
    'for %j, which is no code',
    async (query) => {
      const { browser } = await startSignIn();
      const { reply } = await browser.open(`${APP}/.drawbridge/callback${query}`);
      expect(reply?.status).toBe(408);
    },
  );

  it('for two codes, a host without an app, and a code that is half a minute old', async () => {
    const world = await startSignIn();
    const url = await toCode(world);
    expect((await world.browser.open(`${url}&code=x`)).reply?.status).toBe(400);
    const stranger = url.replace(APP, 'https://evil.example');
    expect((await world.browser.open(stranger)).reply?.status).toBe(404);
    world.clock.advance(30);
    expect((await world.browser.open(url)).reply?.status).toBe(408);
  });

  it('while the store is down, and takes the code after it', async () => {
    const world = await startSignIn();
    const url = await toCode(world);
    world.down.store = true;
    expect((await world.browser.open(url)).reply?.status).toBe(503);
    world.down.store = false;
    expect((await world.browser.open(url)).url).toBe(`${APP}/a?b=c`);
  });

  it('twice by one code, of fifty who come at once', async () => {
    const world = await startSignIn();
    const url = await toCode(world);
    const cookies = new Map(world.browser.cookies(APP));
    const replies = await Promise.all(
      Array.from({ length: 50 }, () => {
        const copy = world.newBrowser();
        for (const [name, value] of cookies) copy.cookies(APP).set(name, value);
        return copy.ask(url);
      }),
    );
    expect(replies.filter(({ status }) => status === 303)).toHaveLength(1);
  });
});

describe('takeOver', () => {
  it('sets the cookie of its own host, takes the binding away, and returns', async () => {
    const world = await startSignIn();
    const { url, way } = await signInThere(world);
    expect(url).toBe(`${APP}/a?b=c`);
    expect(way.every((address) => [APP, AUTH].includes(new URL(address).origin))).toBe(true);
    const [session] = world.sessions.begun;
    const cookies = world.browser.cookies(APP);
    expect([...cookies.keys()]).toEqual(['__Host-drawbridge']);
    const cookie = cookies.get('__Host-drawbridge') ?? '';
    expect(await world.sessions.open(cookie, 'app.example.com')).toBe(session);
    expect(await world.sessions.open(cookie, 'auth.example.com')).toBeUndefined();
    expect(await world.sessions.open(cookie, 'other.example.com')).toBeUndefined();
  });

  it('sends whoever opens the address once more to the app', async () => {
    const world = await startSignIn();
    const url = await toCode(world);
    await world.browser.open(url);
    expect((await world.browser.open(url)).url).toBe(`${APP}/`);
  });

  it('tells nobody of the code: no cache, no next site, no log', async () => {
    const world = await startSignIn();
    const url = await toCode(world);
    const { headers } = await world.browser.ask(url);
    expect(headers).toContainEqual(['cache-control', 'no-store']);
    expect(headers).toContainEqual(['referrer-policy', 'no-referrer']);
    expect(world.log.text()).not.toContain(new URL(url).searchParams.get('code'));
  });

  it('leaves the bindings of other tabs', async () => {
    const world = await startSignIn();
    await toProvider(world, APP, '/other-tab');
    await signInThere(world);
    expect([...world.browser.cookies(APP).keys()].sort()).toEqual([
      '__Host-drawbridge',
      expect.stringMatching(/^__Host-drawbridge-login-[\w-]{16}$/),
    ]);
  });
});
