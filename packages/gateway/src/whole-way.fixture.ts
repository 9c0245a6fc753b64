import { createMemoryStore, createSealer, type HeaderField } from '@drawbridge/core';
import { createTestClock, testCall } from '@drawbridge/testing';
import { expect } from 'vitest';
import { createAccount } from './account/create-account.ts';
import { createGateway } from './create-gateway.ts';
import { HTML, PROXY, RULES } from './gateway.fixture.ts';
import { createAppHosts } from './hosts/app-hosts.ts';
import { createAuthOrigin } from './hosts/auth-origin.ts';
import { IDENTITY_PROFILES } from './identity/identity-profiles.ts';
import { createLogout } from './logout/create-logout.ts';
import { createLogoutContext } from './logout/logout-context.ts';
import { createCookieSessions } from './session/cookie-sessions.ts';
import { createStoreSessions } from './session/store-sessions.ts';
import type { GatewayProvider } from './sign-in/gateway-provider.ts';
import { createSignIn } from './sign-in/sign-in.ts';
import { createTestBrowser } from './sign-in/test-browser.fixture.ts';
import { createTestProvider, type TestProvider } from './sign-in/test-provider.fixture.ts';

export const AUTH = 'https://auth.example.com';
export const APP = 'https://app.example.com';
export const OTHER = 'https://other.example.com';
export const IDLE = 3600;
const LOGOUT_EVENT = 'http://schemas.openid.net/event/backchannel-logout';

/** A gateway, whole, behind nginx, and a browser in front of it. */
export async function startWholeWay(keep: 'store' | 'cookies') {
  const clock = createTestClock();
  const provider = await createTestProvider(clock, 'one');
  const store = createMemoryStore(clock);
  const sealer = createSealer(['a secret of thirty-two bytes, at least'], { purpose: 'cookies' });
  const auth = createAuthOrigin(AUTH);
  const hosts = createAppHosts(['app.example.com', 'other.example.com'], auth);
  const limits = { store, sealer, clock, lifetime: 10 * IDLE, idle: IDLE };
  const sessions =
    keep === 'store'
      ? createStoreSessions(limits)
      : createCookieSessions({ ...limits, authHost: auth.host });
  const signIn = createSignIn({
    auth,
    hosts,
    providers: [provider],
    sessions,
    store,
    sealer,
    clock,
  });
  const leaving = createLogoutContext({
    auth,
    providers: [withSignOut(provider)],
    sessions,
    store,
    sealer,
    fetchDocument: provider.issuer.fetch,
    clock,
  });
  const gateway = createGateway({
    auth,
    hosts,
    trustedProxies: [PROXY],
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
