import { type Call, headerValues, parseUrl } from '@drawbridge/core';
import { readQuery } from '../../browser/parameters.ts';
import type { AppHosts } from '../../hosts/app-hosts.ts';
import type { AuthOrigin } from '../../hosts/auth-origin.ts';
import { OAUTH2_PROXY_BASE } from '../../sign-in/app-base.ts';
import { loginUrl } from '../../sign-in/login-url.ts';
import { returnAddress } from '../../sign-in/return-address.ts';

/** Where apps are, and people sign in. */
export interface Places {
  readonly auth: AuthOrigin;
  readonly hosts: AppHosts;
}

interface Place {
  readonly host: string;
  readonly target: string;
}

/** What no address has, and browsers take out or make slashes of. */
const UNREAD = /[\s\\]|\p{Cc}/u;

/**
 * Where a sign-in begins for who asked `/oauth2/start?rd=ADDRESS`: on the app that the address is of. It may be a path of this
 * host, or a whole address of an app host; whatever else it is, it is `/` of this host, as oauth2-proxy had it.
 *
 * @param host - that the call is for
 * @throws {DrawbridgeError} `parameter_invalid` for two of `rd`
 */
export function loginAddress(
  call: Pick<Call, 'target' | 'headers'>,
  host: string,
  { auth, hosts }: Places,
): string {
  const { scheme } = auth;
  const given = readQuery(call).one('rd') ?? fieldOf(call) ?? '/';
  const place = given.startsWith('/')
    ? { host, target: given }
    : (placeOf(given, scheme, hosts) ?? { host, target: '/' });
  // The auth host has one page, which asks for a sign-in itself.
  if (place.host === auth.host) return `${auth.url}/`;
  const target = returnAddress(place.target, OAUTH2_PROXY_BASE);
  return loginUrl({ scheme, host: place.host, target }, OAUTH2_PROXY_BASE);
}

/** A proxy writes it, or a page of the app does: no other site can. */
function fieldOf(call: Pick<Call, 'headers'>): string | undefined {
  const [value, ...more] = headerValues(call, 'x-auth-request-redirect');
  return more.length === 0 ? value : undefined;
}

function placeOf(given: string, scheme: string, hosts: AppHosts): Place | undefined {
  const url = UNREAD.test(given) ? undefined : parseUrl(given);
  if (url === undefined || url.protocol !== `${scheme}:` || !hosts.has(url.host)) return undefined;
  if (url.username !== '' || url.password !== '') return undefined;
  return { host: url.host, target: `${url.pathname}${url.search}` };
}
