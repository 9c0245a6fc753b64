import type { SecureContext } from 'node:tls';
import type { Dispatcher } from 'undici';
import { directPost, type Posted, type PostOptions } from './direct-post.ts';
import { guardedLookup } from './guarded-lookup.ts';
import { authorityOf } from './proxy/host-of.ts';
import type { Proxy } from './proxy/proxy.ts';
import { createTunnels, type Tunnels } from './proxy/tunnel.ts';
import { openTrust, type Trust } from './trust.ts';

/** Connections of their own: nothing that one agent trusts, or shows of itself, another does. */
export interface LazyAgent {
  /** @throws {Error} once it is closed */
  connect(url: URL): Promise<Connection>;
  /**
   * Posts without loading undici, where no proxy is on the way.
   *
   * @throws {Error} once it is closed
   */
  post(url: URL, options: PostOptions): Promise<Posted>;
  /** The proxy on the way to a URL, if there is one. */
  detour(url: URL): Detour | undefined;
  close(): Promise<void>;
}

/** A proxy on the way. */
export interface Detour {
  /** `HOST:PORT`. */
  readonly proxy: string;
  /** Whether the proxy was asked for the way and has not answered yet. */
  readonly isWaiting: boolean;
}

type Undici = typeof import('undici');
type Connection = Pick<Undici, 'fetch'> & { readonly dispatcher: Dispatcher };

/** What an agent makes of its options when it is first used. */
interface Opened extends Pick<Undici, 'fetch'> {
  readonly direct: Dispatcher;
  readonly tunnels?: Tunnels;
}

/** What all requests of an agent have in common. */
export interface AgentOptions extends Trust {
  /** Milliseconds that connecting, headers, and a pause in the body may each take. */
  readonly timeout: number;
  /** For the URLs that are not reached directly; `ca` and `certificate` do not count for it, `extraCa` does. */
  readonly proxy?: Proxy;
  /** Whether a URL is reached without the proxy. */
  readonly isDirect?: (url: URL) => boolean;
}

/**
 * Makes an agent that loads and connects when it is first used: loading undici takes longer
 * than most commands, and many of them never fetch.
 */
export function createLazyAgent(options: AgentOptions): LazyAgent {
  const { proxy, isDirect = () => false } = options;
  let opening: Promise<Opened> | undefined;
  let trusting: Promise<Trusts> | undefined;
  let tunnels: Tunnels | undefined;
  const closing = new AbortController();

  const needsProxy = (url: URL) => proxy !== undefined && !isDirect(url);
  const requireOpen = () => {
    if (closing.signal.aborted) throw new Error('the HTTP client is closed');
  };

  async function connect(url: URL): Promise<Connection> {
    requireOpen();
    trusting ??= openTrusts(options);
    opening ??= open(options, trusting);
    const opened = await opening;
    ({ tunnels } = opened);
    const { direct, fetch } = opened;
    return { fetch, dispatcher: needsProxy(url) && tunnels ? tunnels.dispatcher : direct };
  }

  return {
    connect,
    async post(url, { signal, ...given }) {
      requireOpen();
      if (needsProxy(url)) {
        const { dispatcher } = await connect(url);
        const path = `${url.pathname}${url.search}`;
        const asked = { ...given, signal, method: 'POST' as const, origin: url.origin, path };
        const { statusCode: status, headers, body } = await dispatcher.request(asked);
        return { status, headers, body };
      }
      const { trust } = await (trusting ??= openTrusts(options));
      return directPost(
        url,
        { ...given, signal: AbortSignal.any([signal, closing.signal]) },
        trust,
      );
    },
    detour(url) {
      if (proxy === undefined || !needsProxy(url)) return undefined;
      return { proxy: proxy.name, isWaiting: tunnels?.waitsFor(authorityOf(url)) ?? false };
    },
    async close() {
      closing.abort(new Error('the HTTP client is closed'));
      const opened = await opening;
      await Promise.all([opened?.direct.destroy(), opened?.tunnels?.dispatcher.destroy()]);
    },
  };
}

/** What is trusted: `trust` at the end of a way, `proxyTrust` for a proxy on it. */
interface Trusts {
  readonly trust: SecureContext | undefined;
  readonly proxyTrust: SecureContext | undefined;
}

async function openTrusts({ ca, extraCa, certificate }: AgentOptions): Promise<Trusts> {
  const extra = extraCa === undefined ? {} : { extraCa };
  const proxyTrust = await openTrust(extra);
  const upstream = {
    ...(ca === undefined ? extra : { ca }),
    ...(certificate !== undefined && { certificate }),
  };
  const isSame = ca === undefined && certificate === undefined;
  return { proxyTrust, trust: isSame ? proxyTrust : await openTrust(upstream) };
}

async function open({ timeout, proxy }: AgentOptions, trusting: Promise<Trusts>): Promise<Opened> {
  const undici = await import('undici');
  const { trust, proxyTrust } = await trusting;
  const direct = new undici.Agent({
    connect: {
      lookup: guardedLookup,
      timeout,
      ...(trust !== undefined && { secureContext: trust }),
    },
    headersTimeout: timeout,
    bodyTimeout: timeout,
  });
  const { fetch } = undici;
  if (proxy === undefined) return { fetch, direct };
  return { fetch, direct, tunnels: createTunnels(undici, { proxy, timeout, trust, proxyTrust }) };
}
