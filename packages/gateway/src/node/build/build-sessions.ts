import type { Sealer, Store } from '@drawbridge/core';
import type { Runtime } from '@drawbridge/node';
import { MAX_VALUE } from '../../cookies/set-cookies.ts';
import type { AuthOrigin } from '../../hosts/auth-origin.ts';
import { createCookieSessions } from '../../session/cookie-sessions.ts';
import { createRevokeRefreshToken } from '../../session/revoke-refresh-token.ts';
import type { Sessions } from '../../session/sessions.ts';
import { LONGEST_STORE_COOKIE } from '../../session/store-cookie.ts';
import { createStoreSessions } from '../../session/store-sessions.ts';
import type { GatewayProvider } from '../../sign-in/gateway-provider.ts';
import { acceptsOf } from './accepts-of.ts';
import type { GatewaySection } from '../section/gateway-section.ts';
import { SESSION_DEFAULTS } from '../section/session-schema.ts';

/** Sessions that end with the process, or go on in the store. */
export interface BuiltSessions {
  readonly sessions: Sessions;
  /** The most characters that the cookie of one has. */
  readonly longestCookie: number;
  close(): Promise<void>;
}

/** What sessions are kept by. */
export interface SessionsSurroundings extends Pick<Runtime, 'clock' | 'log' | 'engine'> {
  readonly auth: AuthOrigin;
  readonly store: Store;
  readonly sealer: Sealer;
  readonly providers: readonly GatewayProvider[];
}

/** Makes the sessions of a section. */
export function buildSessions(
  { session = {}, providers: sections }: Pick<GatewaySection, 'session' | 'providers'>,
  { auth, store, sealer, providers, clock, log, engine }: SessionsSurroundings,
): BuiltSessions {
  const {
    keep = SESSION_DEFAULTS.keep,
    idle = SESSION_DEFAULTS.idle,
    lifetime = SESSION_DEFAULTS.lifetime,
    refresh = SESSION_DEFAULTS.refresh,
  } = session;
  const options = {
    store,
    sealer,
    clock,
    log,
    engine,
    idle: Math.min(idle, lifetime),
    lifetime,
    accepts: acceptsOf(sections),
  };
  if (keep === 'cookie') {
    const sessions = createCookieSessions({ ...options, authHost: auth.host });
    return { sessions, longestCookie: MAX_VALUE, close: async () => {} };
  }
  const renewing = new Map(providers.map((provider) => [provider.name, provider]));
  const sessions = createStoreSessions({
    ...options,
    revoke: createRevokeRefreshToken({ providers, clock, log }),
    refresh: (name) => (refresh ? renewing.get(name) : undefined),
  });
  return { sessions, longestCookie: LONGEST_STORE_COOKIE, close: () => sessions.close() };
}
