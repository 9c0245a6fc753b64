import type { ConfigFault } from '@drawbridge/core';
import { listenFault, parseListenAddress } from '@drawbridge/node';
import { upstreamFault } from '../../routes.ts';
import { DEFAULT_LISTEN } from '../section/inject-section.ts';
import type { RouteSection } from '../section/route-schema.ts';
import { leadsBack } from './leads-back.ts';
import type { SparseSection } from './sift-section.ts';
import { ALL_WAYS, tokenFaults } from './token-faults.ts';

/**
 * Everything that is wrong with a section and that no schema sees: what must fit together. Of a section that is not
 * valid everywhere, what is valid is judged. Files are not read.
 */
export function findInjectFaults(section: SparseSection): readonly ConfigFault[] {
  const { token, routes } = section;
  return [
    ...placeFaults(section),
    ...(token === undefined || token === 'unknown' ? [] : tokenFaults(token, 'inject.token')),
    ...(routes ?? []).flatMap((route, index) =>
      route === undefined ? [] : routeFaults(route, `inject.routes[${index}]`, section),
    ),
    ...twice(routes ?? []),
    ...loopFaults(section),
    ...insecureFaults(routes ?? []),
  ];
}

const BOTH = 'is set beside caFile, which would then count for nothing';

function placeFaults(section: SparseSection): readonly ConfigFault[] {
  const { listen, socket, upstream, routes, token, caFile, tlsNoVerify } = section;
  const faults: ConfigFault[] = [];
  const fault = (name: string, message: string) =>
    void faults.push({ path: `inject.${name}`, message });
  if (listen !== undefined && socket !== undefined) fault('socket', 'is set beside listen');
  if (caFile !== undefined && tlsNoVerify === true) fault('tlsNoVerify', BOTH);
  if (routes === undefined) {
    if (upstream === undefined) fault('upstream', 'is missing: where do calls go on to?');
    if (token === undefined)
      fault('token', `is missing: how is a token come by? By one of ${ALL_WAYS}`);
    return faults;
  }
  if (upstream !== undefined) fault('upstream', 'is set beside routes');
  // Each route has its own, so that nobody takes this one to count for all.
  if (caFile !== undefined) fault('caFile', 'is set beside routes: set it there');
  if (tlsNoVerify !== undefined) fault('tlsNoVerify', 'is set beside routes: set it there');
  return faults;
}

/** An upstream that is this proxy: each call would come back to it. */
function loopFaults({
  listen = DEFAULT_LISTEN,
  socket,
  upstream,
  routes,
}: SparseSection): readonly ConfigFault[] {
  if (socket !== undefined || typeof listen !== 'string' || listenFault(listen) !== undefined) {
    return [];
  }
  const address = parseListenAddress(listen);
  const all = [
    { path: 'inject.upstream', url: upstream },
    ...(routes ?? []).map((route, index) => ({
      path: `inject.routes[${index}].upstream`,
      url: route?.upstream,
    })),
  ];
  return all
    .filter(({ url }) => typeof url === 'string' && isLoop(url, address))
    .map(({ path }) => ({
      path,
      message: `is this proxy itself, which listens on ${listen}: give the address of the remote service`,
    }));
}

function isLoop(url: string, address: Parameters<typeof leadsBack>[1]): boolean {
  return upstreamFault(url) === undefined && leadsBack(url, address);
}

function routeFaults(
  { token, audience, caFile, tlsNoVerify }: RouteSection,
  path: string,
  section: SparseSection,
): readonly ConfigFault[] {
  const own = token ?? (section.token === 'unknown' ? undefined : section.token);
  const faults = token === undefined ? [] : [...tokenFaults(token, `${path}.token`)];
  if (caFile !== undefined && tlsNoVerify === true) {
    faults.push({ path: `${path}.tlsNoVerify`, message: BOTH });
  }
  if (own === undefined) {
    if (section.token !== 'unknown') {
      faults.push({ path: `${path}.token`, message: 'is missing, and there is no inject.token' });
    }
    return faults;
  }
  if (audience === undefined) return faults;
  const at = `${path}.audience`;
  const isAsItIs = [own.file, own.command, own.login].some((way) => way !== undefined);
  if (isAsItIs || isGivenAlone(own)) {
    faults.push({ path: at, message: 'cannot be asked for: its token comes as it is' });
  } else if (own.audience !== undefined) {
    faults.push({ path: at, message: 'is set beside the audience of its token' });
  }
  return faults;
}

function isGivenAlone({ accessToken, refreshToken }: NonNullable<RouteSection['token']>): boolean {
  return accessToken !== undefined && refreshToken === undefined;
}

function twice(routes: readonly (RouteSection | undefined)[]): readonly ConfigFault[] {
  const seen = new Set<string>();
  return routes.flatMap((route, index) => {
    if (route === undefined) return [];
    const place = `${route.host?.toLowerCase() ?? ''} ${route.path?.replace(/\/$/, '') ?? ''}`;
    if (!seen.has(place)) {
      seen.add(place);
      return [];
    }
    const message = 'is for the same calls as an earlier one: give it another path or host';
    return [{ path: `inject.routes[${index}]`, message }];
  });
}

/** Connections are kept for an origin, so all that go there trust the same. */
function insecureFaults(routes: readonly (RouteSection | undefined)[]): readonly ConfigFault[] {
  const trust = new Map<string, string>();
  return routes.flatMap((route, index) => {
    if (route === undefined) return [];
    const { origin } = new URL(route.upstream);
    const own = `${route.tlsNoVerify === true} ${route.caFile ?? ''}`;
    const known = trust.get(origin) ?? own;
    trust.set(origin, known);
    if (known === own) return [];
    const message = `has another caFile or tlsNoVerify than an earlier route to ${origin}`;
    return [{ path: `inject.routes[${index}]`, message }];
  });
}
