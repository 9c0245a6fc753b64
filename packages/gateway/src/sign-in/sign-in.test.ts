import { describe, expect, it } from 'vitest';
import { createSignIn } from './sign-in.ts';
import { APP, AUTH, startSignIn } from './sign-in.fixture.ts';
import { signInThere, toProvider } from './walk.fixture.ts';
import { createAuthOrigin } from '../hosts/auth-origin.ts';

describe('createSignIn refuses', () => {
  it('to do without a provider', async () => {
    const world = await startSignIn();
    expect(() => world.restart({ providers: [] })).toThrow(/needs a provider/);
  });
});

describe('a sign-in', () => {
  it('names the callbacks to register: one, or one for each provider beside', async () => {
    const { options } = await startSignIn();
    expect(createSignIn(options).callbackPaths).toEqual(['/callback']);
    const several = await startSignIn({ providers: ['one', 'two'] });
    expect(createSignIn(several.options).callbackPaths).toEqual([
      '/callback',
      '/callback/one',
      '/callback/two',
    ]);
  });

  it('has its callbacks at another path where it is told to, and at the usual ones still', async () => {
    const world = await startSignIn();
    // Somebody is at the provider meanwhile.
    const before = world.provider.authorize(await toProvider(world));
    world.restart({ callbackPath: '/oauth2/callback' });
    expect((await world.browser.open(before)).url).toBe(`${APP}/a?b=c`);
    const browser = world.newBrowser();
    const at = await toProvider({ ...world, browser });
    expect(new URL(at).searchParams.get('redirect_uri')).toBe(`${AUTH}/oauth2/callback`);
    expect((await browser.open(world.provider.authorize(at))).url).toBe(`${APP}/a?b=c`);
    const several = await startSignIn({ providers: ['one', 'two'] });
    const { callbackPaths } = createSignIn({
      ...several.options,
      callbackPath: '/oauth2/callback',
    });
    expect(callbackPaths).toEqual([
      '/callback',
      '/callback/one',
      '/callback/two',
      '/oauth2/callback',
      '/oauth2/callback/one',
      '/oauth2/callback/two',
    ]);
  });

  it('goes back to an app by the base that it began at', async () => {
    const world = await startSignIn();
    const loginAt = (app = APP, to = '/a?b=c') =>
      `${app}/oauth2/drawbridge/login?url=${encodeURIComponent(to)}`;
    const { url, way } = await signInThere({ ...world, loginAt });
    expect(url).toBe(`${APP}/a?b=c`);
    expect(way.filter((address) => address.includes('/.drawbridge/'))).toEqual([]);
    expect(way).toContainEqual(expect.stringMatching(`^${APP}/oauth2/drawbridge/callback\\?`));
    // Nobody who signs in is led to a sign-out.
    const out = await world.browser.open(loginAt(APP, '/oauth2/sign_out'));
    expect(out.url).toBe(`${APP}/`);
  });

  it('leads where the configuration says, whatever a request says of its host', async () => {
    const world = await startSignIn();
    const browser = world.newBrowser({
      fields: [
        ['host', 'evil.example'],
        ['x-forwarded-host', 'evil.example'],
        ['x-forwarded-proto', 'http'],
        ['forwarded', 'host=evil.example;proto=http'],
      ],
    });
    const at = await toProvider({ ...world, browser });
    expect(new URL(at).searchParams.get('redirect_uri')).toBe(`${AUTH}/callback`);
    const { url, way } = await browser.open(world.provider.authorize(at));
    expect(url).toBe(`${APP}/a?b=c`);
    for (const address of way) expect([APP, AUTH]).toContain(new URL(address).origin);
  });

  it('is to the page of a person on the auth host too, and to nothing else there', async () => {
    const world = await startSignIn();
    for (const to of ['/', '/logout', '/callback?code=x']) {
      expect((await signInThere({ ...world, browser: world.newBrowser() }, AUTH, to)).url).toBe(
        `${AUTH}/`,
      );
    }
    expect((await signInThere(world, AUTH)).url).toBe(`${AUTH}/`);
    expect([...world.browser.cookies(AUTH).keys()].sort()).toEqual([
      '__Host-drawbridge',
      '__Host-drawbridge-loop',
    ]);
    expect((await world.browser.open(world.loginAt())).url).toBe(`${APP}/a?b=c`);
  });

  it('goes without TLS on loopback, where no cookie is Secure', async () => {
    const world = await startSignIn();
    const authUrl = 'http://auth.localhost:8080';
    const app = 'http://app.localhost:8080';
    world.restart({
      auth: createAuthOrigin(authUrl),
      hosts: { has: (host) => host === 'app.localhost:8080' },
    });
    const browser = world.newBrowser({ authUrl });
    const { url } = await signInThere({ ...world, browser }, app);
    expect(url).toBe(`${app}/a?b=c`);
    expect([...browser.cookies(app).keys()]).toEqual(['drawbridge']);
  });

  it('tells the log no secret, whatever goes wrong', async () => {
    const world = await startSignIn();
    const { browser, provider, log } = world;
    const secrets = new Set<string>();
    const note = (address: string) => {
      for (const value of new URL(address).searchParams.values()) {
        if (value.length > 30 && !value.startsWith('http')) secrets.add(value);
      }
      for (const origin of [APP, AUTH]) {
        for (const value of browser.cookies(origin).values()) secrets.add(value);
      }
    };
    const walk = async (address: string) => {
      note(address);
      const { way } = await browser.open(address);
      for (const each of way) note(each);
      return way.at(-1) ?? '';
    };
    const refused = await walk(world.loginAt());
    await walk(provider.refuse(refused, { error: 'server_error', error_description: refused }));
    const wrong = await walk(world.loginAt());
    provider.alter({ nonce: 'n'.repeat(43) });
    await walk(provider.authorize(wrong));
    provider.alter({});
    const mixed = await walk(world.loginAt());
    await walk(provider.authorize(mixed).replace('one.test', 'two.test'));
    world.down.store = true;
    await walk(provider.authorize(mixed));
    world.down.store = false;
    provider.goDown();
    await walk(provider.authorize(mixed));
    provider.comeUp();
    await walk(provider.authorize(await toProvider(world)));
    for (let count = 0; count < 4; count++) await walk(world.loginAt());
    for (const form of provider.asked) {
      for (const name of ['code', 'code_verifier']) secrets.add(form.get(name) ?? '');
    }
    expect(secrets.size).toBeGreaterThan(30);
    expect(log.entries.length).toBeGreaterThan(5);
    const told = `${log.text()} ${JSON.stringify(world.records)}`;
    expect([...secrets].filter((secret) => told.includes(secret))).toEqual([]);
  });
});
