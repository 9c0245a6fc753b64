import {
  type Audit,
  type AuditRecord,
  createMemoryStore,
  createSealer,
  DrawbridgeError,
  type HeaderField,
  type Store,
} from '@drawbridge/core';
import { createLogRecorder, createTestClock } from '@drawbridge/testing';
import { createAppHosts } from '../hosts/app-hosts.ts';
import { createAuthOrigin } from '../hosts/auth-origin.ts';
import { fakeSessions } from './fake-sessions.fixture.ts';
import { CALLBACK_PATH } from './callback-paths.ts';
import { ENTER_PATH } from './choose-provider.ts';
import { APP_BASE, OAUTH2_PROXY_BASE } from './app-base.ts';
import { createSignIn, type SignIn } from './sign-in.ts';
import type { SignInOptions } from './sign-in-options.ts';
import { type Answer, createTestBrowser } from './test-browser.fixture.ts';
import { createTestProvider } from './test-provider.fixture.ts';

export const AUTH = 'https://auth.example.com';
export const APP = 'https://app.example.com';
export const OTHER = 'https://other.example.com';

/** How a browser, or a proxy in front of the gateway, differs from the usual. */
interface NewBrowser {
  /** Origin of the auth host. */
  readonly authUrl: string;
  readonly fields: readonly HeaderField[];
}

/** A gateway with two app hosts and one provider, or as told, and browsers for it. */
export async function startSignIn(
  others: { readonly providers?: readonly string[]; readonly namesItself?: boolean } = {},
) {
  const clock = createTestClock();
  const { providers: names = ['one'], namesItself = true } = others;
  const providers = await Promise.all(
    names.map((name) => createTestProvider(clock, name, { namesItself })),
  );
  const [provider] = providers;
  if (provider === undefined) throw new Error('a test needs a provider');
  const sessions = fakeSessions(clock);
  const log = createLogRecorder();
  const records: AuditRecord[] = [];
  const audit: Audit = {
    write: (record) => void records.push(record),
    check: () => Promise.resolve(),
  };
  const down = { store: false };
  const store = breakable(createMemoryStore(clock), () => down.store);
  const auth = createAuthOrigin(AUTH);
  const options: SignInOptions = {
    auth,
    hosts: createAppHosts(['app.example.com', 'other.example.com'], auth),
    providers,
    sessions,
    store,
    sealer: createSealer(['a secret of thirty-two bytes, at least']),
    clock,
    log,
    audit,
  };
  const state = { signIn: createSignIn(options) };
  const newBrowser = ({ authUrl = AUTH, fields }: Partial<NewBrowser> = {}) =>
    createTestBrowser(
      answerBy(() => state.signIn, authUrl),
      fields,
    );

  return {
    options,
    clock,
    provider,
    providers,
    sessions,
    store,
    log,
    records,
    down,
    newBrowser,
    browser: newBrowser(),
    /** Another process takes over, which has the same keys and the same store. */
    restart(changed: Partial<SignInOptions> = {}) {
      state.signIn = createSignIn({ ...options, ...changed });
    },
    loginAt: (app = APP, to = '/a?b=c') => `${app}/.drawbridge/login?url=${encodeURIComponent(to)}`,
  };
}

/** The paths of a sign-in, as a gateway has them. */
function answerBy(signIn: () => SignIn, authUrl: string): Answer {
  return (url, call) => {
    for (const base of [APP_BASE, OAUTH2_PROXY_BASE]) {
      if (url.pathname === `${base}/login`) return signIn().begin(call, url.host);
      if (url.pathname === `${base}/callback`) return signIn().takeOver(call, url.host);
    }
    if (url.origin !== authUrl) return undefined;
    if (url.pathname === ENTER_PATH) return signIn().enter(call);
    const isCallback =
      url.pathname.startsWith(CALLBACK_PATH) || signIn().callbackPaths.includes(url.pathname);
    return isCallback ? signIn().callback(call) : undefined;
  };
}

function breakable(store: Store, isDown: () => boolean): Store {
  const unless = <T>(work: () => Promise<T>): Promise<T> =>
    isDown() ? Promise.reject(new DrawbridgeError('store_unavailable')) : work();
  return {
    ...store,
    get: (keys) => unless(() => store.get(keys)),
    put: (key, value, given) => unless(() => store.put(key, value, given)),
  };
}
