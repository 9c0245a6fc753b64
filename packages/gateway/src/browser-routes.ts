import {
  type Call,
  type Clock,
  DISCOVERY_PATH,
  type Endpoint,
  JWKS_PATH,
  type Methods,
  type Reply,
} from '@drawbridge/core';
import { oauth2ProxyRoutes } from './compatibility/oauth2-proxy/routes.ts';
import { CHECK_PATH } from './check/check-reply.ts';
import type { GatewayOptions } from './gateway-options.ts';
import type { AtAppHost } from './gateway-parts.ts';
import { createSignInHosts } from './hosts/app-hosts.ts';
import type { HostsOfCall } from './hosts/hosts-of-call.ts';
import { identityDiscovery, identityKeys } from './identity/documents.ts';
import { APP_BASE } from './sign-in/app-base.ts';
import { INSPECT_PATH } from './inspector/session/create-session-page.ts';
import { CALLBACK_PATH } from './sign-in/callback-paths.ts';
import type { User } from './user/user.ts';

interface BrowserRoutesOptions
  extends Pick<GatewayOptions, 'auth' | 'hosts' | 'identity' | 'signIn' | 'logout' | 'account'> {
  readonly compatibility: GatewayOptions['compatibility'];
  readonly inspector: GatewayOptions['inspector'];
  /** Who is signed in on a host. */
  readonly userOf: (call: Call, host: string) => Promise<User | undefined>;
  readonly hostsOfCall: HostsOfCall;
  /** Says what the gateway saw of a request. */
  readonly check: (call: Call, host: string) => Promise<Reply>;
  readonly clock: Clock;
}

/** What is at a path by method, made of the parts of a gateway. */
type Routes<Act> = Readonly<
  Record<string, (options: BrowserRoutesOptions) => Readonly<Record<string, Act>>>
>;

/** On each host: the auth host signs people in to their own page as an app does. */
const ON_EACH_HOST: Routes<AtAppHost> = {
  [`${APP_BASE}/login`]: ({ signIn }) => ({ GET: signIn.begin }),
  [`${APP_BASE}/callback`]: ({ signIn }) => ({ GET: signIn.takeOver }),
  [`${APP_BASE}/logout`]: ({ logout }) => ({ GET: logout.fromApp, POST: logout.fromApp }),
  [CHECK_PATH]: ({ check }) => ({ GET: check }),
};

/** Beside the callbacks of its providers. */
const ON_AUTH_HOST: Routes<Endpoint> = {
  '/': ({ account }) => ({ GET: account.show, POST: account.act }),
  '/login': ({ signIn }) => ({ GET: signIn.enter }),
  '/logout': ({ logout }) => ({ GET: logout.atAuthHost, POST: logout.atAuthHost }),
  '/signed-out': ({ logout }) => ({ GET: logout.signedOut }),
  '/backchannel-logout': ({ logout }) => ({ POST: logout.backChannel }),
  '/frontchannel-logout': ({ logout }) => ({ GET: logout.frontChannel }),
};

/** Apps may ask for these by whatever name they reach the gateway. */
const DOCUMENTS = { [JWKS_PATH]: identityKeys, [DISCOVERY_PATH]: identityDiscovery };

/** All paths of the auth host; below a callback, those of the single providers. */
export const AUTH_HOST_PATHS: readonly string[] = [
  ...Object.keys(ON_AUTH_HOST),
  CALLBACK_PATH,
  INSPECT_PATH,
  ...Object.keys(ON_EACH_HOST),
  ...Object.keys(DOCUMENTS),
];

/** The paths that browsers come to themselves, and apps for the keys: each on its host, and on no other. */
export function browserRoutes(options: BrowserRoutesOptions): Readonly<Record<string, Methods>> {
  const { signIn, auth, inspector, hostsOfCall } = options;
  const signInHosts = createSignInHosts(options.hosts, auth);

  const onAuth =
    (act: Endpoint): Endpoint =>
    (call) => {
      hostsOfCall.find(call, (host) => host === auth.host);
      return act(call);
    };

  const onApp =
    (act: AtAppHost): Endpoint =>
    (call) =>
      act(
        call,
        hostsOfCall.find(call, (host) => signInHosts.has(host)),
      );

  const routesOf = <Act>(routes: Routes<Act>, at: (act: Act) => Endpoint) =>
    mapValues(routes, (methods) => mapValues(methods(options), at));

  return {
    ...routesOf(ON_EACH_HOST, onApp),
    ...routesOf(ON_AUTH_HOST, onAuth),
    ...(inspector !== undefined && {
      [INSPECT_PATH]: { GET: onAuth(inspector.show), POST: onAuth(inspector.reveal) },
    }),
    ...Object.fromEntries(
      signIn.callbackPaths.map((path) => [path, { GET: onAuth(signIn.callback) }]),
    ),
    ...mapValues(oldRoutes(options), (methods) => mapValues(methods, onApp)),
    ...documents(options),
  };
}

function mapValues<T, U>(
  values: Readonly<Record<string, T>>,
  map: (value: T) => U,
): Readonly<Record<string, U>> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, map(value)]));
}

/** Those of the gateway whose place this one takes. */
function oldRoutes(
  options: BrowserRoutesOptions,
): Readonly<Record<string, Readonly<Record<string, AtAppHost>>>> {
  const { oauth2Proxy } = options.compatibility ?? {};
  if (oauth2Proxy === undefined) return {};
  return oauth2ProxyRoutes({ ...options, signInPage: oauth2Proxy.signInPage ?? true });
}

function documents({
  auth: { url: issuer },
  identity: { keyRing },
  clock,
}: BrowserRoutesOptions): Readonly<Record<string, Methods>> {
  if (keyRing === undefined) return {};
  return mapValues(DOCUMENTS, (make) => ({ GET: make({ issuer, keyRing, clock }) }));
}
