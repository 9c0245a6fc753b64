import { silentAudit, silentLog, systemClock } from '@drawbridge/core';
import { type CookieNames, cookieNames } from '../cookies/cookie-names.ts';
import { type BrowserSessions, createBrowserSessions } from '../session/browser-sessions.ts';
import { createHandOvers, type HandedOver } from './handed-over.ts';
import type { KeptOnce } from './kept-once.ts';
import type { GatewayProvider } from './gateway-provider.ts';
import { CALLBACK_PATH } from './callback-paths.ts';
import { createSignInHosts, type SignInHosts } from '../hosts/app-hosts.ts';
import { createParcels, type Parcels } from './parcels.ts';
import type { SignInOptions } from './sign-in-options.ts';

/** The options, with what all steps make of them. */
export interface SignInContext
  extends Required<Omit<SignInOptions, 'providers' | 'hosts' | 'adopt'>>,
    Pick<SignInOptions, 'adopt'> {
  readonly providers: ReadonlyMap<string, GatewayProvider>;
  readonly signInHosts: SignInHosts;
  readonly names: CookieNames;
  readonly parcels: Parcels;
  /** Sessions on their way from the auth host to an app host, by code. */
  readonly handOvers: KeptOnce<HandedOver>;
  readonly browsers: BrowserSessions;
}

/** @throws {TypeError} for options that cannot be meant */
export function createContext(options: SignInOptions): SignInContext {
  const { hosts, ...others } = options;
  if (options.providers.length === 0) throw new TypeError('a sign-in needs a provider');
  const clock = options.clock ?? systemClock;
  const names = cookieNames(options.auth.scheme);
  const log = options.log ?? silentLog;
  const parcels = createParcels(options.sealer, clock);
  return {
    ...others,
    signInHosts: createSignInHosts(hosts, options.auth),
    callbackPath: options.callbackPath ?? CALLBACK_PATH,
    clock,
    log,
    audit: options.audit ?? silentAudit,
    addressOf: options.addressOf ?? (({ peer }) => peer.address),
    providers: new Map(options.providers.map((provider) => [provider.name, provider])),
    names,
    parcels,
    handOvers: createHandOvers({ store: options.store, parcels, clock }),
    browsers: createBrowserSessions({ sessions: options.sessions, names, clock }),
  };
}
