import {
  type Call,
  type Clock,
  DISCOVERY_PATH,
  type Endpoint,
  JWKS_PATH,
  type Methods,
  type OnFault,
  type Reply,
  toDrawbridgeError,
} from '@drawbridge/core';
import { faultPage } from './answers/fault-page.ts';
import { oauth2ProxyRoutes } from './compatibility/oauth2-proxy/routes.ts';
import { CHECK_PATH } from './check/check-reply.ts';
import type { GatewayOptions } from './gateway-options.ts';
import type { AtAppHost } from './gateway-parts.ts';
import { createSignInHosts } from './hosts/app-hosts.ts';
import type { HostsOfCall } from './hosts/hosts-of-call.ts';
import { identityDiscovery, identityKeys } from './identity/documents.ts';
import { asksForPage } from './question/asks-for-page.ts';
import type { User } from './user/user.ts';

interface BrowserRoutesOptions
  extends Pick<GatewayOptions, 'auth' | 'hosts' | 'identity' | 'signIn' | 'logout' | 'account'> {
  readonly compatibility: GatewayOptions['compatibility'];
  /** Who is signed in on a host. */
  readonly userOf: (call: Call, host: string) => Promise<User | undefined>;
  readonly hostsOfCall: HostsOfCall;
  /** Says what the gateway saw of a request. */
  readonly check: (call: Call, host: string) => Promise<Reply>;
  readonly clock: Clock;
  readonly onFault: OnFault;
}

/** The paths that browsers come to themselves, and apps for the keys: each on its host, and on no other. */
export function browserRoutes(options: BrowserRoutesOptions): Readonly<Record<string, Methods>> {
  const { signIn, logout, account, auth, hostsOfCall, onFault } = options;
  const signInHosts = createSignInHosts(options.hosts, auth);

  const onAuth = (act: Endpoint) =>
    withPages(async (call) => {
      hostsOfCall.find(call, (host) => host === auth.host);
      return act(call);
    }, onFault);

  const onApp = (act: AtAppHost) =>
    withPages(
      async (call) =>
        act(
          call,
          hostsOfCall.find(call, (host) => signInHosts.has(host)),
        ),
      onFault,
    );

  return {
    '/.drawbridge/login': { GET: onApp(signIn.begin) },
    '/.drawbridge/callback': { GET: onApp(signIn.takeOver) },
    '/.drawbridge/logout': { GET: onApp(logout.fromApp), POST: onApp(logout.fromApp) },
    [CHECK_PATH]: { GET: onApp(options.check) },
    '/': { GET: onAuth(account.show), POST: onAuth(account.act) },
    '/login': { GET: onAuth(signIn.enter) },
    ...Object.fromEntries(
      signIn.callbackPaths.map((path) => [path, { GET: onAuth(signIn.callback) }]),
    ),
    '/logout': { GET: onAuth(logout.atAuthHost), POST: onAuth(logout.atAuthHost) },
    '/signed-out': { GET: onAuth(logout.signedOut) },
    '/backchannel-logout': { POST: onAuth(logout.backChannel) },
    '/frontchannel-logout': { GET: onAuth(logout.frontChannel) },
    ...Object.fromEntries(
      Object.entries(oldRoutes(options)).map(([path, methods]) => [
        path,
        Object.fromEntries(Object.entries(methods).map(([method, act]) => [method, onApp(act)])),
      ]),
    ),
    ...documents(options),
  };
}

/** Those of the gateway whose place this one takes. */
function oldRoutes(
  options: BrowserRoutesOptions,
): Readonly<Record<string, Readonly<Record<string, AtAppHost>>>> {
  const { oauth2Proxy } = options.compatibility ?? {};
  if (oauth2Proxy === undefined) return {};
  return oauth2ProxyRoutes({ ...options, signInPage: oauth2Proxy.signInPage ?? true });
}

/** Apps may ask for these by whatever name they reach the gateway. */
function documents({
  auth: { url: issuer },
  identity: { keyRing },
  clock,
}: BrowserRoutesOptions): Readonly<Record<string, Methods>> {
  if (keyRing === undefined) return {};
  return {
    [JWKS_PATH]: { GET: identityKeys({ issuer, keyRing, clock }) },
    [DISCOVERY_PATH]: { GET: identityDiscovery({ issuer, keyRing, clock }) },
  };
}

/** A person is shown a page in place of JSON. */
function withPages(endpoint: Endpoint, onFault: OnFault): Endpoint {
  return async (call) => {
    try {
      return await endpoint(call);
    } catch (thrown) {
      if (!asksForPage(call)) throw thrown;
      const fault = toDrawbridgeError(thrown);
      const reply = faultPage(fault);
      onFault(fault, call, reply);
      return reply;
    }
  };
}
