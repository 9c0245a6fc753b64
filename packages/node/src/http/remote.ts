import type { Awaitable, DrawbridgeError } from '@drawbridge/core';
import { isForbiddenHost } from '@drawbridge/core';
import type { Dispatcher } from 'undici';
import { guardHttp2 } from './guard-http2.ts';
import { ForbiddenAddressError, guardedLookup } from './guarded-lookup.ts';
import { outboundError } from './outbound-error.ts';
import { authorityOf } from './proxy/host-of.ts';
import type { Proxy } from './proxy/proxy.ts';
import { createTunnels, type Tunnels } from './proxy/tunnel.ts';
import { type ClientCertificate, openTrust, type Trust } from './trust.ts';

/** How long a remote service may take, in milliseconds. What it sends has all the time that it needs. */
interface RemoteLimits {
  /** To take in a connection, its TLS handshake too. */
  readonly connect: number;
  /** To begin its answer, once the request is sent. */
  readonly answer: number;
}

const REMOTE_LIMITS: RemoteLimits = { connect: 10_000, answer: 300_000 };

/** Of an answer, in bytes; as many as a listener takes of a request. */
const MAX_HEADER_BYTES = 64 * 1024;

/** How calls are carried on to remote services. */
export interface RemoteOptions {
  /** PEM certificates of the authorities to trust, in place of the system's, Node's and the client's. */
  readonly ca?: string;
  /** Believes any certificate: whoever sits on the way may read along and answer. Default: false. */
  readonly insecure?: boolean;
  /** What this side proves its own name by, in PEM, where the remote service asks. The key is a secret. */
  readonly certificate?: ClientCertificate;
  readonly limits?: Partial<RemoteLimits>;
  /** Where a person names the file of `ca`, for hints. Default: `caFile of the remote service`. */
  readonly caSetting?: string;
}

/** A way to one origin. */
export interface Way {
  /** HTTP/2 where the other side wants it, HTTP/1.1 otherwise; connections are kept for the next request. */
  readonly shared: Dispatcher;
  /** HTTP/1.1, for requests that have a connection for themselves and say so: none is kept. */
  readonly own: Dispatcher;
  /** Whether a proxy is on the way. */
  readonly isTunnel: boolean;
  /** Whether the newest connection of `shared` speaks HTTP/2; `false` before there was one. */
  readonly isHttp2: boolean;
}

/** A way out to remote services. It ends with the client that made it. */
export interface Remote {
  /**
   * @param origin - such as `https://api.example.com`
   * @returns at once, but for the first time
   * @throws what {@link faultOf} explains: for a link-local or metadata address, or once the client is closed
   */
  wayTo(origin: string): Awaitable<Way>;
  /** Explains what a request to an origin failed by: `remote_unreachable`, `…_timeout`, `…_invalid`, `…_untrusted`. */
  faultOf(thrown: unknown, origin: string): DrawbridgeError;
  /** Ends its connections, and no others of the client. Nothing goes out by it any more. */
  close(): Promise<void>;
}

/** What the ways of a client have in common. */
export interface RemoteSettings extends RemoteOptions, Trust {
  /** For the origins that are not reached directly; `ca` does not count for it, `extraCa` does. */
  readonly proxy?: Proxy;
  readonly isDirect: (url: URL) => boolean;
}

interface OpenWay extends Way {
  readonly tunnels?: Tunnels;
}

/** Makes a {@link Remote}, which loads and connects when it is first used. */
export function createRemote(settings: RemoteSettings): Remote {
  const { proxy, isDirect, caSetting = 'caFile of the remote service' } = settings;
  const limits = { ...REMOTE_LIMITS, ...settings.limits };
  const opening = new Map<string, Promise<OpenWay>>();
  const open = new Map<string, OpenWay>();
  let closed = false;

  async function openWay(origin: string): Promise<OpenWay> {
    const url = new URL(origin);
    if (isForbiddenHost(url)) throw new ForbiddenAddressError(url.host);
    const tunneled = proxy === undefined || isDirect(url) ? undefined : proxy;
    const way = await (tunneled === undefined
      ? openDirect(origin, settings, limits)
      : openTunnels(tunneled, settings, limits));
    open.set(origin, way);
    return way;
  }

  return {
    wayTo(origin) {
      const known = open.get(origin);
      if (known !== undefined && !closed) return known;
      if (closed) throw new Error('the HTTP client is closed');
      let way = opening.get(origin);
      if (way === undefined) {
        way = openWay(origin);
        opening.set(origin, way);
        // What could not be opened is tried again, and kept by nobody.
        way.catch(() => opening.delete(origin));
      }
      return way;
    },
    faultOf(thrown, origin) {
      const tunnels = open.get(origin)?.tunnels;
      const isWaiting = tunnels?.waitsFor(authorityOf(new URL(origin))) ?? false;
      return outboundError(thrown, {
        peer: 'remote',
        address: origin,
        timeout: isAnswerLate(thrown) ? limits.answer : limits.connect,
        detour:
          tunnels === undefined || proxy === undefined
            ? undefined
            : { proxy: proxy.name, isWaiting },
        caSetting,
      });
    },
    async close() {
      closed = true;
      const ways = await Promise.allSettled(opening.values());
      await Promise.all(
        ways.flatMap((way) =>
          way.status === 'fulfilled' ? [way.value.shared.destroy(), way.value.own.destroy()] : [],
        ),
      );
    },
  };
}

async function openDirect(
  origin: string,
  settings: RemoteSettings,
  limits: RemoteLimits,
): Promise<OpenWay> {
  const { buildConnector, Pool } = await import('undici');
  const trust = await openTrust(settings);
  const connect = {
    lookup: guardedLookup,
    timeout: limits.connect,
    rejectUnauthorized: settings.insecure !== true,
    ...(trust !== undefined && { secureContext: trust }),
  };
  const answers = answerLimits(limits);
  let isHttp2 = false;
  const connector = guardHttp2(buildConnector({ ...connect, allowH2: true }), (speaks) => {
    isHttp2 = speaks;
  });
  return {
    shared: new Pool(origin, { ...answers, connect: connector }),
    // Who has changed the protocol may end its half, and still read (WebSocket never does, others do).
    own: new Pool(origin, { ...answers, connect: { ...connect, allowHalfOpen: true } }),
    isTunnel: false,
    get isHttp2() {
      return isHttp2;
    },
  };
}

async function openTunnels(
  proxy: Proxy,
  settings: RemoteSettings,
  limits: RemoteLimits,
): Promise<OpenWay> {
  const undici = await import('undici');
  const { extraCa, insecure } = settings;
  const options = {
    proxy,
    timeout: limits.connect,
    answers: answerLimits(limits),
    trust: await openTrust(settings),
    proxyTrust: await openTrust(extraCa === undefined ? {} : { extraCa }),
    insecure: insecure === true,
  };
  const tunnels = createTunnels(undici, options);
  return {
    shared: tunnels.dispatcher,
    own: createTunnels(undici, options).dispatcher,
    isTunnel: true,
    isHttp2: false,
    tunnels,
  };
}

function answerLimits({ answer }: RemoteLimits) {
  return { headersTimeout: answer, bodyTimeout: 0, maxHeaderSize: MAX_HEADER_BYTES };
}

function isAnswerLate(thrown: unknown): boolean {
  return (thrown as { code?: unknown } | null)?.code === 'UND_ERR_HEADERS_TIMEOUT';
}
