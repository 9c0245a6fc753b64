import { parseUrl } from '@drawbridge/core';
import type { TokenSource } from '@drawbridge/oauth';
import type { InjectRoute } from './injector.ts';
import { nameFault, plainName } from './call/called-host.ts';
import { climbs, startsLikeHost } from './call/target-form.ts';

/** A route, ready to be looked up. */
export interface Route {
  /** `https://api.example.com`. */
  readonly origin: string;
  /** The Host field of calls to it. */
  readonly authority: string;
  /** What is put before the path of each call: empty, or with a slash at the beginning and none at the end. */
  readonly base: string;
  /** What is taken away from it; in the same form. */
  readonly path: string;
  /** The name that it is for; `undefined` for all. */
  readonly host: string | undefined;
  readonly tokens: TokenSource;
}

/** Finds the route of a call: one for its host comes before one for all hosts, and then the longest path that fits counts. */
export type FindRoute = (host: string, path: string) => Route | undefined;

/**
 * Compiles routes.
 *
 * @throws {TypeError} for one that is malformed, or the same as another
 */
export function compileRoutes(given: readonly InjectRoute[]): readonly Route[] {
  if (given.length === 0) throw new TypeError('an injector needs at least one route');
  const routes = given.map(compileRoute);
  const places = new Set<string>();
  for (const { host = '', path } of routes) {
    const place = `${host} ${path}`;
    if (places.has(place)) throw new TypeError(`two routes are for ${place.trim() || 'all calls'}`);
    places.add(place);
  }
  return routes.toSorted(
    (one, other) =>
      Number(other.host !== undefined) - Number(one.host !== undefined) ||
      other.path.length - one.path.length,
  );
}

/** @param routes - of {@link compileRoutes} */
export function createFindRoute(routes: readonly Route[]): FindRoute {
  return (host, path) =>
    routes.find((route) => (route.host ?? host) === host && isBelow(path, route.path));
}

/** Whether a path is another or below it. Segments are compared whole: `/apis` is not below `/api`. */
export function isBelow(path: string, top: string): boolean {
  return path.startsWith(top) && (path.length === top.length || path[top.length] === '/');
}

/**
 * Where a call goes on to.
 *
 * @param target - in origin-form, below the route
 * @returns `undefined` where it would leave the part of the upstream that the route is for
 */
export function targetAt({ base, path }: Route, target: string): string | undefined {
  if (base === '' && path === '') return target;
  const rest = target.slice(path.length);
  const query = rest.indexOf('?');
  if (climbs(query === -1 ? rest : rest.slice(0, query))) return undefined;
  const joined = base + rest;
  const whole = joined.startsWith('/') ? joined : `/${joined}`;
  return startsLikeHost(whole) ? undefined : whole;
}

/** What is wrong with the address of an upstream; `undefined` for nothing. */
export function upstreamFault(text: string): string | undefined {
  const url = parseUrl(text);
  if (url === undefined || !/^[\x21-\x7e]+$/.test(text))
    return 'is not an absolute URL, such as https://remote.example';
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'is not an https or http URL';
  if (url.username !== '' || url.password !== '') return 'has user information';
  if (text.includes('?')) return 'has a query';
  if (text.includes('#')) return 'has a fragment';
  return undefined;
}

/** What is wrong with the path of a route; `undefined` for nothing. */
export function routePathFault(path: string): string | undefined {
  if (path === '/') return undefined;
  if (!/^(?:\/[\w.~!$&'()*+,=:@%-]+)+\/?$/.test(path)) {
    return 'is not a path such as /api: a slash before each part, and no query';
  }
  return climbs(path) || path.split('/').includes('.') ? 'has a part that is . or ..' : undefined;
}

function compileRoute({ upstream, path = '/', host, tokens }: InjectRoute): Route {
  const faults = [
    ['the upstream', upstreamFault(upstream)],
    [`the path ${path}`, routePathFault(path)],
    [`the host ${host}`, host === undefined ? undefined : nameFault(host)],
  ] as const;
  for (const [what, fault] of faults) {
    if (fault !== undefined) throw new TypeError(`${what} of a route ${fault}`);
  }
  const url = new URL(upstream);
  return {
    origin: url.origin,
    authority: url.host,
    base: url.pathname.replace(/\/+$/, ''),
    path: path.replace(/\/$/, ''),
    host: host === undefined ? undefined : plainName(host),
    tokens,
  };
}
