import { type Call, headerValues, parseUrl } from '@drawbridge/core';
import type { AppHosts } from '../../hosts/app-hosts.ts';
import { judgeTarget } from '../../question/judge-target.ts';
import { readQuery } from './query.ts';

/** Where apps are, and people sign in. */
export interface Places {
  /** Origin of the auth host. */
  readonly url: string;
  readonly hosts: AppHosts;
}

const MAX_LENGTH = 2048;
/** Our own addresses, and the old ones: nobody is led there to sign in. */
const OWN = /^\/+(?:\.drawbridge|oauth2)(?:\/|$)/i;
/** What some reader takes for `//`, behind which the name of another host begins; and what no address has. */
const AMBIGUOUS = /^\/(?:[/\\]|%2f|%5c)|[\\\u0000-\u0020\u007F]/i;

/**
 * Where a sign-in begins for who asked `/oauth2/start?rd=ADDRESS`: on the app that the address is of. It may be a path of this
 * host, or a whole address of an app host; whatever else it is, it is `/` of this host, as oauth2-proxy had it.
 *
 * @param host - that the call is for
 * @throws {DrawbridgeError} `request_malformed` for two of `rd`
 */
export function loginAddress(call: Call, host: string, { url, hosts }: Places): string {
  const { protocol } = new URL(url);
  const given = readQuery(call)('rd') ?? fieldOf(call);
  const own = hosts.has(host) ? `${protocol}//${host}` : undefined;
  const found = given === undefined ? undefined : placeOf(given, own, protocol, hosts);
  const { origin, target } = found ?? { origin: own, target: '/' };
  // On the auth host with nothing to go on to: the person's own page.
  if (origin === undefined) return `${url}/`;
  return `${origin}/.drawbridge/login?url=${encodeURIComponent(target)}`;
}

/** A proxy writes it, or a page of the app does: no other site can. */
function fieldOf(call: Call): string | undefined {
  const [value, ...more] = headerValues(call, 'x-auth-request-redirect');
  return more.length === 0 ? value : undefined;
}

function placeOf(given: string, own: string | undefined, protocol: string, hosts: AppHosts) {
  if (given.length > MAX_LENGTH || AMBIGUOUS.test(given)) return undefined;
  if (given.startsWith('/')) {
    return own !== undefined && isGood(given) ? { origin: own, target: given } : undefined;
  }
  const url = parseUrl(given);
  if (url === undefined || url.protocol !== protocol || !hosts.has(url.host)) return undefined;
  if (url.username !== '' || url.password !== '') return undefined;
  const target = `${url.pathname}${url.search}`;
  return isGood(target) ? { origin: url.origin, target } : undefined;
}

function isGood(target: string): boolean {
  if (AMBIGUOUS.test(target)) return false;
  try {
    return !judgeTarget(target).readings.some((path) => OWN.test(path));
  } catch {
    return false;
  }
}
