import { createMemoryStore, createSealer, type Store, type StoredValue } from '@drawbridge/core';
import { createIdTokenCheck } from '@drawbridge/oauth';
import {
  createLogRecorder,
  createTestClock,
  createTestIssuer,
  type GrantOptions,
  TEST_CLIENT,
} from '@drawbridge/testing';
import type { User } from '../user/user.ts';
import { type CookieSessionsOptions, createCookieSessions } from './cookie-sessions.ts';
import type { RenewingProvider } from './renewals.ts';
import { momentOf } from './session-times.ts';
import { createStoreSessions, type StoreSessionsOptions } from './store-sessions.ts';
import type { NewSession } from './sessions.ts';

export const HOUR = 3600;
export const LIFETIME = 10 * HOUR;
export const IDLE = 3600;
export const AUTH = 'auth.example';
export const APP = 'app.example';

/** A store that counts what it is asked, and that can be made to fail. */
export interface WatchedStore extends Store {
  readonly counts: { get: number; put: number; delete: number };
  /** What comes of the next questions and changes. */
  fault: Error | undefined;
  /** The same for changes alone. */
  putFault: Error | undefined;
}

function watch(store: Store): WatchedStore {
  const watched: WatchedStore = {
    ...store,
    counts: { get: 0, put: 0, delete: 0 },
    fault: undefined,
    putFault: undefined,
    async get(keys): Promise<readonly (StoredValue | undefined)[]> {
      watched.counts.get++;
      if (watched.fault !== undefined) throw watched.fault;
      return store.get(keys);
    },
    async put(...given) {
      watched.counts.put++;
      const fault = watched.fault ?? watched.putFault;
      if (fault !== undefined) throw fault;
      return store.put(...given);
    },
    async delete(...given) {
      watched.counts.delete++;
      if (watched.fault !== undefined) throw watched.fault;
      return store.delete(...given);
    },
  };
  return watched;
}

/** What a person who signs in brings. */
export interface Brought {
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly grant?: GrantOptions;
  readonly sid?: string;
}

/** A provider, a store, and sessions of any number of processes over both. */
export async function createWorld() {
  const clock = createTestClock();
  const issuer = await createTestIssuer({ clock, audience: TEST_CLIENT.clientId });
  const store = watch(createMemoryStore(clock));
  const sealer = createSealer(['a-secret-of-tests-that-is-long-enough'], { purpose: 'cookies' });
  const log = createLogRecorder();
  const options = { store, sealer, clock, log, lifetime: LIFETIME, idle: IDLE };

  const userOf = (claims: Readonly<Record<string, unknown>>): User => ({
    provider: 'main',
    issuer: issuer.issuer,
    subject: String(claims['sub']),
    groups: { kind: 'known', groups: [String(claims['role'] ?? 'user')], claim: 'role' },
    claims: { role: claims['role'] ?? 'user' },
  });

  const calls = { find: 0, userOf: 0 };
  const { clientId, clientSecret } = TEST_CLIENT;
  const check = createIdTokenCheck({
    provider: { issuer: issuer.issuer, jwksUri: 'https://issuer.test/jwks.json' },
    clientId,
    clock,
    fetchDocument: issuer.fetch,
  });
  const provider: RenewingProvider = {
    async find() {
      calls.find++;
      return {
        provider: {} as never,
        endpoint: {
          url: 'https://issuer.test/token',
          client: { method: 'client_secret_basic', clientId, clientSecret },
          fetch: issuer.webFetch,
        },
        check,
      };
    },
    async userOf(token) {
      calls.userOf++;
      return userOf(token.claims);
    },
  };

  return {
    clock,
    issuer,
    store,
    sealer,
    log,
    calls,
    provider,
    options,
    /** What a provider gave to somebody who signed in. */
    async signedIn({ claims = {}, grant = {}, sid }: Brought = {}): Promise<NewSession> {
      const all = { sub: 'alice', ...claims };
      const { accessToken, idToken = '', refreshToken } = await issuer.grant(all, grant);
      const now = clock.seconds();
      return {
        user: userOf(all),
        askedAt: momentOf(clock),
        authTime: now,
        ...(sid !== undefined && { sid }),
        tokens: {
          accessToken,
          idToken,
          tokenType: 'Bearer',
          obtainedAt: now,
          expiresAt: now + 300,
          ...(refreshToken !== undefined && { refreshToken }),
        },
      };
    },
    inStore: (more: Partial<StoreSessionsOptions> = {}) =>
      createStoreSessions({ ...options, ...more }),
    inCookies: (more: Partial<CookieSessionsOptions> = {}) =>
      createCookieSessions({ ...options, authHost: AUTH, ...more }),
  };
}

export type World = Awaited<ReturnType<typeof createWorld>>;
