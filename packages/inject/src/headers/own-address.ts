import { parseUrl } from '@drawbridge/core';
import { isBelow, type Route } from '../routes.ts';

/** The other way round than {@link routePath}: what a path of this proxy is at the upstream of a route. */
export function upstreamUrl({ origin, base, path }: Route, own: URL): string {
  if (!isBelow(own.pathname, path)) return `${origin}/`;
  const rest = `${base}${own.pathname.slice(path.length)}`;
  return `${origin}${rest.startsWith('/') ? rest : `/${rest}`}${own.search}`;
}

/**
 * The path of this proxy that leads to an address at an upstream.
 *
 * @param pathname - of the address
 * @returns `undefined` where the route does not lead there
 */
export function routePath({ base, path }: Route, pathname: string): string | undefined {
  if (!isBelow(pathname, base)) return undefined;
  const own = `${path}${pathname.slice(base.length)}`;
  return own === '' ? '/' : own;
}

/** Begins as an address that means the same wherever it stands. */
const IS_WHOLE = /^[a-z][a-z\d+.-]*:\/\//i;

/** What a caller can reach by the name that it knows this proxy by. */
export interface Reach {
  readonly routes: readonly Route[];
  readonly find: (path: string) => Route | undefined;
}

/**
 * Tells where an answer points to, so that the caller comes back to this proxy: its answer is a path without a host, so
 * whatever name, port and scheme the caller knows this proxy by stay in force.
 *
 * @param location - a URI reference (RFC 3986 section 4.1), as the upstream sent it
 * @param route - of the call
 * @param target - of the call, as it went to the upstream
 * @returns the reference for the caller: for one that points to anywhere else the same text, or where that leans on the
 *   upstream's scheme, as `//host/path` does, the whole of it: by http, as the caller knows this proxy, it would be another
 */
export function ownLocation(
  location: string,
  route: Route,
  target: string,
  { routes, find }: Reach,
): string {
  const here = `${route.origin}${target}`;
  const url = parseUrl(location, here);
  if (url === undefined) return location;
  if (url.origin !== route.origin) return IS_WHOLE.test(location) ? location : url.href;
  for (const candidate of [route, ...routes]) {
    if (candidate.origin !== url.origin) continue;
    const own = routePath(candidate, url.pathname);
    // A longer route may be in the way, and lead to another upstream.
    if (own === undefined || find(own) !== candidate) continue;
    // A path of two slashes would be read as a host (RFC 3986 section 4.2).
    return `${own.startsWith('//') ? '/.' : ''}${own}${url.search}${url.hash}`;
  }
  // Nothing here leads there, and the same text would be read as a path of this proxy.
  return url.href;
}
