import {
  type Call,
  DrawbridgeError,
  type Endpoint,
  type Methods,
  type Reply,
} from '@drawbridge/core';
import { refusedPage } from '@drawbridge/pages';
import { redirectReply } from '../../answers/redirect-reply.ts';
import { pageReply } from '../../answers/page-reply.ts';
import type { User } from '../../user/user.ts';
import { loginAddress, type Places } from './login-address.ts';

/** What the old addresses are answered with. */
export interface RoutesOptions extends Places {
  /** The host that a call is for: the auth host, or one of an app. @throws {DrawbridgeError} `path_unknown` */
  readonly hostOf: (call: Call) => string;
  /** Ends the session of this browser, or asks whether it is to. */
  readonly signOut: (call: Call, host: string) => Promise<Reply>;
  /** Who is signed in on this host. */
  readonly userOf: (call: Call, host: string) => Promise<User | undefined>;
}

/**
 * The addresses of oauth2-proxy that browsers and apps come to themselves, on the auth host and on each app host:
 *
 * - `/oauth2/start` begins a sign-in, with `rd` for where it returns to
 * - `/oauth2/sign_in` is a page that leads there, since proxies show it under 401 or 403, where no browser goes on by itself
 * - `/oauth2/callback` has nobody to wait for, and begins anew
 * - `/oauth2/sign_out` signs out, also at the provider, so that `rd` is not needed
 * - `/oauth2/userinfo` says who is signed in
 *
 * What proxies ask is {@link createAuthEndpoint}; there is no `/oauth2/static/`, for pages load nothing.
 */
export function oauth2ProxyRoutes(options: RoutesOptions): Readonly<Record<string, Methods>> {
  const { hostOf, signOut, userOf } = options;

  const signIn: Endpoint = (call) => {
    const href = loginAddress(call, hostOf(call), options);
    const page = refusedPage({
      heading: 'You are not signed in',
      what: 'What you asked for is for those who are signed in.',
      next: ['Sign in, and you are led back to the app.'],
      goOn: { href, label: 'Sign in' },
      code: 'credentials_missing',
    });
    return pageReply(200, page);
  };

  const leave: Endpoint = async (call) => signOut(call, hostOf(call));

  return {
    '/oauth2/start': { GET: (call) => redirectReply(loginAddress(call, hostOf(call), options)) },
    '/oauth2/sign_in': { GET: signIn },
    // The code in it is for a sign-in that nobody here began: it is not looked at.
    '/oauth2/callback': {
      GET: (call) => redirectReply(loginAddress({ ...call, target: '/' }, hostOf(call), options)),
    },
    '/oauth2/sign_out': { GET: leave, POST: leave },
    '/oauth2/userinfo': { GET: async (call) => userReply(await userOf(call, hostOf(call))) },
  };
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
