import { configError } from '@drawbridge/core';
import {
  createProxy,
  listenProxy,
  parseListenAddress,
  type ProxyListener,
  readAuthorities,
  type Remote,
  type Runtime,
} from '@drawbridge/node';
import { createSettingReader, type SettingReader } from '@drawbridge/node/config';
import type { TokenSource } from '@drawbridge/oauth';
import { secretFault } from '../call/offered-secret.ts';
import { createInjector } from '../create-injector.ts';
import type { InjectRoute } from '../injector.ts';
import { prepareSource, type SourceMaker } from './build-source.ts';
import type { LoginToken } from './grants/login-grant.ts';
import { findInjectFaults } from './faults/find-inject-faults.ts';
import { DEFAULT_LISTEN, type InjectSection } from './section/inject-section.ts';
import { ownName } from './own-name.ts';
import type { RouteSection } from './section/route-schema.ts';
import type { TokenSection } from './section/token-schema.ts';
import { warnOfListen, warnOfUpstream } from './warn-of-choices.ts';

/** An injector of which all that its section refers to was read. */
export interface OpenInjector {
  /** What calls go on with, each once. */
  readonly sources: readonly OpenSource[];
  /**
   * Listens where the section says.
   *
   * @throws {DrawbridgeError} `address_unavailable`
   */
  listen(): Promise<ProxyListener>;
  /** Lets go of the sources. */
  close(): Promise<void>;
}

/** What an injector has of the process around it. */
export interface InjectorSurroundings {
  /** Ends the process, for who knows the secret of `termination`. */
  readonly stop: () => void;
  /** Not there: there are no logins, and no section may name one. */
  readonly loginToken?: LoginToken;
}

/** A source, and where its calls go. */
export interface OpenSource {
  readonly source: TokenSource;
  readonly upstream: string;
  /** The routes that it is for, by their places in the section. */
  readonly routes: readonly number[];
}

/**
 * Opens an injector of its section of the configuration. No issuer is asked yet.
 *
 * @throws {DrawbridgeError} `config_invalid`, with every fault of what the section refers to
 */
export async function openInjector(
  section: InjectSection,
  runtime: Runtime,
  { stop, loginToken }: InjectorSurroundings,
): Promise<OpenInjector> {
  const faults = findInjectFaults(section);
  if (faults.length > 0) throw configError(faults);
  const { log, http } = runtime;
  const reader = createSettingReader(runtime.env);
  const placed = routesOf(section);
  const makers = new Map<TokenSection, SourceMaker>();
  for (const { token, tokenAt } of placed) {
    if (!makers.has(token)) {
      makers.set(token, await prepareSource(token, tokenAt, runtime, reader, loginToken));
    }
  }
  const trusts = await Promise.all(placed.map((route) => readTrust(route, reader)));
  const { secret, termination, hosts, socket } = section;
  const ownSecret = await readOffered(secret, 'inject.secret', reader);
  const endSecret = await readOffered(termination?.secret, 'inject.termination.secret', reader);
  reader.finish();

  const remotes = new Map<string, Remote>();
  const routes: InjectRoute[] = [];
  for (const [index, { route, token }] of placed.entries()) {
    const tokens = await (makers.get(token) as SourceMaker).make(route.audience);
    const { path, host, upstream } = route;
    routes.push({
      upstream,
      tokens,
      ...(path !== undefined && { path }),
      ...(host !== undefined && { host }),
    });
    const { origin } = new URL(upstream);
    if (!remotes.has(origin)) remotes.set(origin, http.remote(trusts[index]));
    warnOfUpstream(route, log);
  }
  const address = parseListenAddress(section.listen ?? DEFAULT_LISTEN);
  const injector = createInjector({
    routes,
    log,
    clock: runtime.clock,
    hosts: [...(hosts ?? []), ...ownName(address)],
    ...(ownSecret !== undefined && { secret: ownSecret }),
    ...(termination !== undefined &&
      endSecret !== undefined && {
        termination: { path: termination.path, secret: endSecret, stop },
      }),
  });
  const proxy = createProxy({
    policy: injector,
    remoteOf: (origin) => remotes.get(origin) as Remote,
    log,
  });
  return {
    sources: distinct(routes),
    listen() {
      const setting =
        socket === undefined ? '--listen or inject.listen' : '--socket or inject.socket';
      const place = socket === undefined ? { address } : { path: socket };
      if (socket === undefined && ownSecret === undefined) warnOfListen(address.host, log);
      return listenProxy(proxy, place, log, { setting });
    },
    async close() {
      await injector.close();
      await Promise.all([...makers.values()].map((maker) => maker.close()));
    },
  };
}

/** A secret that callers send; one that none could send is a fault. */
async function readOffered(
  reference: InjectSection['secret'],
  at: string,
  reader: SettingReader,
): Promise<string | undefined> {
  if (reference === undefined) return undefined;
  const secret = await reader.secret(reference, at);
  // Of one that is empty the reader tells.
  const fault = secret === '' ? undefined : secretFault(secret);
  if (fault !== undefined) reader.fault(at, fault);
  return secret;
}

interface PlacedRoute {
  readonly route: RouteSection;
  /** Where it is: `inject.routes[0]`, or `inject` of the only one. */
  readonly at: string;
  readonly token: TokenSection;
  readonly tokenAt: string;
}

/** The routes of a section without faults. */
function routesOf({
  routes,
  upstream = '',
  caFile,
  tlsNoVerify,
  token: common = {},
}: InjectSection): readonly PlacedRoute[] {
  if (routes === undefined) {
    const own = {
      ...(caFile !== undefined && { caFile }),
      ...(tlsNoVerify !== undefined && { tlsNoVerify }),
    };
    const route = { upstream, ...own };
    return [{ route, at: 'inject', token: common, tokenAt: 'inject.token' }];
  }
  return routes.map((route, index) => {
    const at = `inject.routes[${index}]`;
    const { token } = route;
    return token === undefined
      ? { route, at, token: common, tokenAt: 'inject.token' }
      : { route, at, token, tokenAt: `${at}.token` };
  });
}

async function readTrust({ route, at }: PlacedRoute, reader: SettingReader) {
  const { caFile, tlsNoVerify } = route;
  const setting = `${at}.caFile`;
  const ca = caFile === undefined ? '' : await readAuthorities(caFile, setting, reader);
  return { ...(ca !== '' && { ca }), insecure: tlsNoVerify === true, caSetting: setting };
}

function distinct(routes: readonly InjectRoute[]): readonly OpenSource[] {
  const bySource = new Map<TokenSource, OpenSource>();
  for (const [index, { tokens: source, upstream }] of routes.entries()) {
    const known = bySource.get(source);
    bySource.set(source, { source, upstream, routes: [...(known?.routes ?? []), index] });
  }
  return [...bySource.values()];
}
