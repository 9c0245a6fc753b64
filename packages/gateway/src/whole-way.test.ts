import { createMemoryStore, createSealer, headerValues, type HeaderField } from '@drawbridge/core';
import { createTestClock, testCall } from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import { createGateway } from './create-gateway.ts';
import { HTML, PROXY, RULES } from './gateway.fixture.ts';
import { createAppHosts } from './hosts/app-hosts.ts';
import { IDENTITY_PROFILES } from './identity/identity-profiles.ts';
import { createCookieSessions } from './session/cookie-sessions.ts';
import { createStoreSessions } from './session/store-sessions.ts';
import { createSignIn } from './sign-in/sign-in.ts';
import { createTestBrowser } from './sign-in/test-browser.fixture.ts';
import { createTestProvider } from './sign-in/test-provider.fixture.ts';

const AUTH = 'https://auth.example.com';
const APP = 'https://app.example.com';
const OTHER = 'https://other.example.com';
const IDLE = 3600;

/** A gateway, whole but for logout, behind nginx, and a browser in front of it. */
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
  const nothing = async () => ({ status: 200, headers: [], body: 'nothing' });
  const gateway = createGateway({
    url: AUTH,
    hosts,
    trustedProxies: { proxies: [PROXY] },
    access: RULES,
    sessions,
    identity: { fields: IDENTITY_PROFILES.remote },
    signIn,
    logout: {
      fromApp: nothing,
      atAuthHost: nothing,
      signedOut: nothing,
      backChannel: nothing,
      frontChannel: nothing,
    },
    account: { show: nothing, act: nothing },
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
  return { browser, clock, provider, signInAt };
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
