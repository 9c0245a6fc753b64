import { type Clock, type Log, silentLog, systemClock } from '@drawbridge/core';
import { cookieNames } from '../cookies/cookie-names.ts';
import { type BrowserSessions, createBrowserSessions } from '../session/browser-sessions.ts';
import { createKeptOnce, type KeptOnce } from '../sign-in/kept-once.ts';
import { createParcels } from '../sign-in/parcels.ts';
import { createHeldCookies, type HeldCookies } from './held-cookies.ts';
import type { LogoutOptions } from './logout-options.ts';

/** What is left of a session that was ended: whom to tell. */
export interface LeftSession {
  /** Of the session. */
  readonly id: string;
  /** Name of the provider. */
  readonly provider: string;
  /** `id_token_hint`. */
  readonly idToken?: string;
}

/** The options, with what all ways of signing out, and the page of a person, make of them. */
export interface LogoutContext extends LogoutOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly cookies: HeldCookies;
  readonly browsers: BrowserSessions;
  /** Sign-outs on their way from an app host to the auth host. */
  readonly requests: KeptOnce<LeftSession>;
  /** Sign-outs on their way back from a provider, by `state`: the name of the provider. */
  readonly returns: KeptOnce<string>;
}

/** Seconds: for one redirect. */
const REQUEST_TIME = 60;
/** Seconds: a provider may ask its person first. */
const RETURN_TIME = 600;

/** Makes it, once for all of them. */
export function createLogoutContext(options: LogoutOptions): LogoutContext {
  const { auth, sessions, store, sealer, clock = systemClock, log = silentLog } = options;
  const names = cookieNames(auth.scheme);
  const kept = { store, parcels: createParcels(sealer, clock), clock };
  return {
    ...options,
    clock,
    log,
    cookies: createHeldCookies(names),
    browsers: createBrowserSessions({ sessions, names, clock }),
    requests: createKeptOnce({ ...kept, purpose: 'logout/request', lifetime: REQUEST_TIME }),
    returns: createKeptOnce({ ...kept, purpose: 'logout/return', lifetime: RETURN_TIME }),
  };
}
