import {
  createMemoryStore,
  createSealer,
  decodeToken,
  headerValues,
  type HeaderField,
} from '@drawbridge/core';
import { createTestClock, testCall } from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import { createAccount } from './account/create-account.ts';
import { createGateway } from './create-gateway.ts';
import { HTML, PROXY, RULES } from './gateway.fixture.ts';
import { createAppHosts } from './hosts/app-hosts.ts';
import { IDENTITY_PROFILES } from './identity/identity-profiles.ts';
import { createLogout } from './logout/create-logout.ts';
import { createCookieSessions } from './session/cookie-sessions.ts';
import { createStoreSessions } from './session/store-sessions.ts';
import type { GatewayProvider } from './sign-in/gateway-provider.ts';
import { createSignIn } from './sign-in/sign-in.ts';
import { createTestBrowser } from './sign-in/test-browser.fixture.ts';
import { createTestProvider, type TestProvider } from './sign-in/test-provider.fixture.ts';

const AUTH = 'https://auth.example.com';
const APP = 'https://app.example.com';
const OTHER = 'https://other.example.com';
const IDLE = 3600;
const LOGOUT_EVENT = 'http://schemas.openid.net/event/backchannel-logout';

/** A gateway, whole, behind nginx, and a browser in front of it. */
async function start(keep: 'store' | 'cookies') {
  const clock = createTestClock();
  const provider = await createTestProvider(clock, 'one');
  const store = createMemoryStore(clock);
  const sealer = createSealer(['a secret of thirty-two bytes, at least'], { purpose: 'cookies' });
  const hosts = createAppHosts(['app.example.com', 'other.example.com']);
  const limits = { store, sealer, clock, lifetime: 10 * IDLE, idle: IDLE };
  const sessions =
    keep === 'store'
      ? createStoreSessions(limits)
      : createCookieSessions({ ...limits, authHost: 'auth.example.com' });
  const signIn = createSignIn({
    url: AUTH,
    hosts,
    providers: [provider],
    sessions,
    store,
    sealer,
    clock,
  });
  const leaving = {
    url: AUTH,
    providers: [withSignOut(provider)],
    sessions,
    store,
    sealer,
    fetchDocument: provider.issuer.fetch,
    clock,
  };
  const gateway = createGateway({
    url: AUTH,
    hosts,
    trustedProxies: { proxies: [PROXY] },
    access: RULES,
    sessions,
    identity: { fields: IDENTITY_PROFILES.remote },
    signIn,
    logout: createLogout(leaving),
    account: createAccount(leaving),
    clock,
  });

  /** As nginx has it: our own paths are passed on, and of all others it asks. */
  const browser = createTestBrowser((url, { target, headers }) => {
    if (![AUTH, APP, OTHER].includes(url.origin)) return undefined;
    const asked: readonly HeaderField[] = [
      ...headers,
      HTML,
      ['host', url.host],
      ['x-forwarded-proto', 'https'],
      // Whoever types an address, or follows a link of the same app.
      ['sec-fetch-site', 'none'],
    ];
    if (url.origin === AUTH || target.startsWith('/.drawbridge/')) {
      return gateway.handle(testCall({ target, headers: asked, address: PROXY }));
    }
    const question: readonly HeaderField[] = [
      ...headers,
      HTML,
      ['x-original-url', url.href],
      ['x-original-method', 'GET'],
    ];
    const call = testCall({ target: '/authz/nginx', headers: question, address: PROXY });
    return gateway.handle(call);
  });
  const signInAt = async (app: string) => {
    const { url } = await browser.open(app);
    expect(new URL(url).origin).toBe('https://one.test');
    return browser.open(provider.authorize(url));
  };
  /** What a provider sends. @returns the status of the answer */
  const tell = async (claims: Readonly<Record<string, unknown>>) => {
    const token = await provider.issuer.issue(
      { aud: provider.clientId, events: { [LOGOUT_EVENT]: {} }, ...claims },
      { header: { typ: 'logout+jwt' } },
    );
    const call = testCall({
      method: 'POST',
      target: '/backchannel-logout',
      headers: [
        ['host', new URL(AUTH).host],
        ['x-forwarded-proto', 'https'],
        ['content-type', 'application/x-www-form-urlencoded'],
      ],
      body: new URLSearchParams({ logout_token: token }).toString(),
      address: PROXY,
    });
    return (await gateway.handle(call)).status;
  };
  return { browser, clock, provider, signInAt, tell };
}

describe.each(['store', 'cookies'] as const)('with sessions in %s, a person', (keep) => {
  it('comes from an app to the provider and back, and is let in', async () => {
    const { browser, provider, signInAt } = await start(keep);
    const { url, reply, way } = await signInAt(`${APP}/a?b=c`);
    expect(url).toBe(`${APP}/a?b=c`);
    expect(reply?.status).toBe(200);
    expect(headerValues({ headers: reply?.headers ?? [] }, 'remote-user')).toEqual(['ada']);
    expect(way).toHaveLength(3);
    expect([...browser.cookies(APP).keys()]).toEqual(['__Host-drawbridge']);
    // Another app, without the provider.
    provider.goDown();
    const other = await browser.open(`${OTHER}/x`);
    expect([other.url, other.reply?.status]).toEqual([`${OTHER}/x`, 200]);
  });

  it('is sent to the provider again when the session is over', async () => {
    const { browser, clock, signInAt } = await start(keep);
    await signInAt(`${APP}/`);
    clock.advance(IDLE + 1);
    expect(new URL((await browser.open(`${APP}/`)).url).origin).toBe('https://one.test');
  });

  it('stays signed in for as long as there is use, at any app, and no longer than is allowed', async () => {
    const { browser, clock, signInAt } = await start(keep);
    await signInAt(`${APP}/`);
    for (let hours = 0; hours < 9; hours += 0.75) {
      clock.advance(0.75 * IDLE);
      const { url, reply } = await browser.open(`${APP}/${hours}`);
      expect([url, reply?.status]).toEqual([`${APP}/${hours}`, 200]);
    }
    clock.advance(1.5 * IDLE);
    expect(new URL((await browser.open(`${APP}/`)).url).origin).toBe('https://one.test');
  });

  it('signs out at one app, and is signed out at all of them: a copy of a cookie is good at none', async () => {
    const { browser, provider, signInAt } = await start(keep);
    await signInAt(`${APP}/`);
    await browser.open(`${OTHER}/`);
    const copies = [APP, OTHER, AUTH].map(
      (origin) => [origin, [...browser.cookies(origin)]] as const,
    );
    const { way, url } = await browser.open(`${APP}/.drawbridge/logout`);
    expect(way[1]).toMatch(/^https:\/\/auth\.example\.com\/logout\?request=[\w-]{43}$/);
    const asked = new URL(url).searchParams;
    const hint = decodeToken(asked.get('id_token_hint') ?? '', 20_000);
    expect([url.split('?')[0], hint.claims]).toEqual([
      'https://one.test/end',
      expect.objectContaining({ sub: 'ada', aud: provider.clientId }),
    ]);
    const back = `${asked.get('post_logout_redirect_uri')}?state=${asked.get('state')}`;
    expect((await browser.open(back)).text).toContain('and of your provider');
    for (const origin of [APP, AUTH]) expect([...browser.cookies(origin).keys()]).toEqual([]);
    for (const [origin, cookies] of copies) {
      for (const [cookie, value] of cookies) browser.cookies(origin).set(cookie, value);
    }
    for (const origin of [APP, OTHER]) {
      expect(new URL((await browser.open(`${origin}/`)).url).origin).toBe(provider.issuer.issuer);
    }
    expect((await browser.open(`${AUTH}/`)).text).toContain('You are not signed in');
  });

  it('looks at their sign-ins on the auth host, after a sign-in there', async () => {
    const { browser, signInAt } = await start(keep);
    const { text } = await browser.open(`${AUTH}/`);
    const [, signIn = ''] = /<a href="([^"]+)">Sign in/.exec(text) ?? [];
    const shown = await signInAt(signIn);
    expect(shown.url).toBe(`${AUTH}/`);
    expect(shown.text).toContain('This browser');
  });

  it('is signed out by the provider, in this session or in all', async () => {
    const { browser, clock, provider, signInAt, tell } = await start(keep);
    const isIn = async () => (await browser.open(`${APP}/`)).url === `${APP}/`;
    provider.alter({ sid: 'their-session' });
    await signInAt(`${APP}/`);
    expect(await tell({ sid: 'another-session' })).toBe(200);
    expect(await isIn()).toBe(true);
    expect(await tell({ sid: 'their-session' })).toBe(200);
    expect(await isIn()).toBe(false);
    clock.advance(1);
    provider.alter({ sid: 'next-session' });
    await signInAt(`${APP}/`);
    expect(await tell({ sub: 'bob' })).toBe(200);
    expect(await isIn()).toBe(true);
    expect(await tell({ sub: 'ada' })).toBe(200);
    expect(await isIn()).toBe(false);
  });

  it('is told that a host which drops cookies goes in a circle', async () => {
    const { browser, signInAt } = await start(keep);
    await signInAt(`${APP}/`);
    // Its proxy loses the cookie of the session, and no other.
    const lost = createLosingJar(browser.cookies(APP));
    const { text } = await browser.open(`${APP}/`);
    expect(text).toContain('You are signed in, and asked again each time');
    expect(lost()).toBeGreaterThan(1);
  });
});

/** The provider, with an endpoint at which people sign out. */
function withSignOut(provider: TestProvider): GatewayProvider {
  return {
    ...provider,
    async find() {
      const found = await provider.find();
      const endSessionEndpoint = 'https://one.test/end';
      return { ...found, provider: { ...found.provider, endSessionEndpoint } };
    },
  };
}

/** Makes a jar forget each cookie of a session. @returns how many it has forgotten */
function createLosingJar(jar: Map<string, string>): () => number {
  let lost = 0;
  jar.delete('__Host-drawbridge');
  const set = jar.set.bind(jar);
  jar.set = (name, value) => {
    if (name !== '__Host-drawbridge') return set(name, value);
    lost++;
    return jar;
  };
  return () => lost;
}
