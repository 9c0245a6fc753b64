import {
  type Audit,
  type AuditRecord,
  createMemoryStore,
  createSealer,
  DrawbridgeError,
  type Store,
} from '@drawbridge/core';
import { createLogRecorder, createTestClock } from '@drawbridge/testing';
import { createAppHosts } from '../hosts/app-hosts.ts';
import { fakeSessions } from './fake-sessions.fixture.ts';
import { createSignIn } from './sign-in.ts';
import type { SignInOptions } from './sign-in-options.ts';
import { createTestBrowser, type TestBrowserOptions } from './test-browser.fixture.ts';
import { createTestProvider } from './test-provider.fixture.ts';

export const AUTH = 'https://auth.example.com';
export const APP = 'https://app.example.com';
export const OTHER = 'https://other.example.com';

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
  const options: SignInOptions = {
    url: AUTH,
    hosts: createAppHosts(['app.example.com', 'other.example.com']),
    providers,
    sessions,
    store,
    sealer: createSealer(['a secret of thirty-two bytes, at least']),
    clock,
    log,
    audit,
  };
  const state = { signIn: createSignIn(options) };
  const newBrowser = (given: Partial<TestBrowserOptions> = {}) =>
    createTestBrowser(() => state.signIn, { authUrl: AUTH, ...given });

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

function breakable(store: Store, isDown: () => boolean): Store {
  const unless = <T>(work: () => Promise<T>): Promise<T> =>
    isDown() ? Promise.reject(new DrawbridgeError('store_unavailable')) : work();
  return {
    ...store,
    get: (keys) => unless(() => store.get(keys)),
    put: (key, value, given) => unless(() => store.put(key, value, given)),
  };
}
