import type { Dispatcher } from 'undici';
import { guardedLookup } from './guarded-lookup.ts';
import { authorityOf } from './proxy/host-of.ts';
import type { Proxy } from './proxy/proxy.ts';
import { createTunnels, type Tunnels } from './proxy/tunnel.ts';
import { openTrust, type Trust } from './trust.ts';

/** Connections of their own: nothing that one agent trusts, or shows of itself, another does. */
export interface LazyAgent {
  /** @throws {Error} once it is closed */
  connect(url: URL): Promise<Connection>;
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
  /** For the URLs that are not reached directly; `ca` and `own` do not count for it, `extraCa` does. */
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
  let tunnels: Tunnels | undefined;
  let closed = false;

  const needsProxy = (url: URL) => proxy !== undefined && !isDirect(url);

  return {
    async connect(url) {
      if (closed) throw new Error('the HTTP client is closed');
      opening ??= open(options);
      const opened = await opening;
      ({ tunnels } = opened);
      const { direct, fetch } = opened;
      return { fetch, dispatcher: needsProxy(url) && tunnels ? tunnels.dispatcher : direct };
    },
    detour(url) {
      if (proxy === undefined || !needsProxy(url)) return undefined;
      return { proxy: proxy.name, isWaiting: tunnels?.waitsFor(authorityOf(url)) ?? false };
    },
    async close() {
      closed = true;
      const opened = await opening;
      await Promise.all([opened?.direct.destroy(), opened?.tunnels?.dispatcher.destroy()]);
    },
  };
}

async function open({ timeout, proxy, ca, extraCa, own }: AgentOptions): Promise<Opened> {
  const undici = await import('undici');
  const extra = extraCa === undefined ? {} : { extraCa };
  const proxyTrust = await openTrust(extra);
  const upstream = { ...(ca === undefined ? extra : { ca }), ...(own !== undefined && { own }) };
  const trust = ca === undefined && own === undefined ? proxyTrust : await openTrust(upstream);
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
