import { type Call, DrawbridgeError, type Reply } from '@drawbridge/core';
import { refusedPage } from '@drawbridge/pages';
import { pageReply } from '../../answers/page-reply.ts';
import { redirectReply } from '../../answers/redirect-reply.ts';
import type { AtAppHost, LogoutPages, SignInPages } from '../../gateway-parts.ts';
import { OAUTH2_PROXY_BASE } from '../../sign-in/app-base.ts';
import type { User } from '../../user/user.ts';
import { SIGN_OUT_PATH } from './auth-dialect.ts';
import { loginAddress, type Places } from './login-address.ts';

/** Where providers sent people back to oauth2-proxy: the redirect URI stays as it is registered. */
export const OAUTH2_PROXY_CALLBACK = '/oauth2/callback';

/** Its probes. */
export const OAUTH2_PROXY_PROBES = { '/ping': 'alive', '/ready': 'ready' } as const;

/** What the addresses of oauth2-proxy are answered with. */
export interface RoutesOptions extends Places {
  readonly signIn: Pick<SignInPages, 'begin' | 'callback' | 'takeOver'>;
  readonly logout: Pick<LogoutPages, 'fromApp'>;
  /** Who is signed in on a host. */
  readonly userOf: (call: Call, host: string) => Promise<User | undefined>;
  /** Whether `/oauth2/sign_in` is a page, and does not lead on by itself. */
  readonly signInPage: boolean;
}

const start =
  (options: RoutesOptions): AtAppHost =>
  async (call, host) =>
    redirectReply(loginAddress(call, host, options));

const signInPage =
  (options: RoutesOptions): AtAppHost =>
  async (call, host) =>
    signInReply(loginAddress(call, host, options));

function callback(options: RoutesOptions): AtAppHost {
  const { host: authHost } = options.auth;
  const again = start(options);
  return async (call, host) =>
    host === authHost
      ? options.signIn.callback(call)
      : again({ ...call, target: '/', headers: [] }, host);
}

const ROUTES: Readonly<
  Record<string, (options: RoutesOptions) => Readonly<Record<string, AtAppHost>>>
> = {
  '/oauth2/start': (options) => ({ GET: start(options) }),
  '/oauth2/sign_in': (options) => ({ GET: (options.signInPage ? signInPage : start)(options) }),
  [OAUTH2_PROXY_CALLBACK]: (options) => ({ GET: callback(options) }),
  [SIGN_OUT_PATH]: ({ logout }) => ({ GET: logout.fromApp, POST: logout.fromApp }),
  '/oauth2/userinfo': ({ userOf }) => ({
    GET: async (call, host) => userReply(await userOf(call, host)),
  }),
  [`${OAUTH2_PROXY_BASE}/login`]: ({ signIn }) => ({ GET: signIn.begin }),
  [`${OAUTH2_PROXY_BASE}/callback`]: ({ signIn }) => ({ GET: signIn.takeOver }),
};

/** All of its paths; below the callback, those of the single providers. */
export const OAUTH2_PROXY_PATHS: readonly string[] = Object.keys(ROUTES);

/**
 * The addresses that browsers come to themselves, on the auth host and on each app host, by method:
 *
 * - `/oauth2/start` begins a sign-in, with `rd` for where it returns to
 * - `/oauth2/sign_in` is a page that leads there, since some proxies show it under 401 or 403, where no browser goes on by itself
 * - `/oauth2/callback` is where providers send people back to, on the auth host; on that of an app it begins anew
 * - `/oauth2/sign_out` signs out, also at the provider, so that `rd` is not needed
 * - `/oauth2/userinfo` says who is signed in
 * - what is below `/oauth2/drawbridge/` is that of the gateway: the proxy of an app hands on nothing else
 *
 * What proxies ask is `authDialect`; there is no `/oauth2/static/`, for pages load nothing.
 */
export function oauth2ProxyRoutes(
  options: RoutesOptions,
): Readonly<Record<string, Readonly<Record<string, AtAppHost>>>> {
  return Object.fromEntries(Object.entries(ROUTES).map(([path, make]) => [path, make(options)]));
}

function signInReply(href: string): Reply {
  const page = refusedPage({
    heading: 'You are not signed in',
    what: 'What you asked for is for those who are signed in.',
    next: ['Sign in, and you are led back to the app.'],
    goOn: { href, label: 'Sign in' },
    code: 'credentials_missing',
  });
  return pageReply(200, page);
}

/** As oauth2-proxy writes it: what is not known is left out. */
function userReply(user: User | undefined): Reply {
  if (user === undefined) throw new DrawbridgeError('credentials_missing');
  const { subject, email, groups, preferredUsername } = user;
  return {
    status: 200,
    headers: [
      ['content-type', 'application/json'],
      ['cache-control', 'no-store'],
      ['x-content-type-options', 'nosniff'],
    ],
    body: JSON.stringify({
      user: subject,
      email,
      groups: groups.kind === 'known' ? groups.groups : undefined,
      preferredUsername,
    }),
  };
}
