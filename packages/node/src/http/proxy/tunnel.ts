import { isIP } from 'node:net';
import type { SecureContext } from 'node:tls';
import type { Dispatcher, Pool } from 'undici';
import { guardedLookup } from '../guarded-lookup.ts';
import type { Proxy } from './proxy.ts';
import { ProxyError } from './proxy-error.ts';

/** Connections through one proxy. */
export interface Tunnels {
  readonly dispatcher: Dispatcher;
  /** Whether the proxy was asked for a tunnel to this host (`HOST:PORT`) and has not answered yet. */
  waitsFor(target: string): boolean;
}

/** What tunnels are made with. */
export interface TunnelOptions {
  readonly proxy: Proxy;
  /** Milliseconds that connecting, headers, and a pause in the body may each take. */
  readonly timeout: number;
  /** For what is at the end of a tunnel. Default: Node's own. */
  readonly trust: SecureContext | undefined;
  /** For the proxy itself. Default: Node's own. */
  readonly proxyTrust: SecureContext | undefined;
  /** For what is at the end of a tunnel, in place of `timeout`. */
  readonly answers?: Pick<Pool.Options, 'headersTimeout' | 'bodyTimeout' | 'maxHeaderSize'>;
  /** Believes any certificate at the end of a tunnel. Default: false. */
  readonly insecure?: boolean;
}

type Undici = Pick<typeof import('undici'), 'buildConnector' | 'Pool' | 'ProxyAgent'>;
type Ask = (options: Dispatcher.ConnectOptions) => Promise<Dispatcher.ConnectData>;

/**
 * Makes the connections that go through a proxy. undici builds the tunnels; what goes wrong on the
 * way to one is told apart here, by {@link ProxyError}, from what goes wrong in it.
 */
export function createTunnels(
  { buildConnector, Pool: ProxyPool, ProxyAgent }: Undici,
  { proxy, timeout, trust, proxyTrust, answers, insecure = false }: TunnelOptions,
): Tunnels {
  const waiting = new Map<string, number>();
  const connector = buildConnector({ lookup: guardedLookup, timeout, ...contextOf(proxyTrust) });

  function toProxy(origin: URL): Dispatcher {
    const pool = new ProxyPool(origin, {
      connect: ({ servername, ...options }, done) =>
        connector(isName(servername) ? { ...options, servername } : options, done),
      headersTimeout: timeout,
      bodyTimeout: timeout,
    });
    const ask: Ask = pool.connect.bind(pool);
    pool.connect = async (options: Dispatcher.ConnectOptions) => {
      const target = options.path ?? '';
      waiting.set(target, (waiting.get(target) ?? 0) + 1);
      try {
        // undici waits for the answer to CONNECT without end.
        const signal = AbortSignal.timeout(timeout);
        return await open(() => ask({ ...options, signal }), target);
      } finally {
        const others = (waiting.get(target) ?? 1) - 1;
        if (others > 0) waiting.set(target, others);
        else waiting.delete(target);
      }
    };
    return pool;
  }

  async function open(ask: () => Promise<Dispatcher.ConnectData>, target: string) {
    const about = { proxy: proxy.name, target, authorized: proxy.authorization !== undefined };
    const answer = await ask().catch((cause: unknown) => {
      throw new ProxyError(about, { cause });
    });
    const { statusCode, socket } = answer;
    if (statusCode === 200) return answer;
    socket.on('error', () => {}).destroy();
    throw new ProxyError(about, { status: statusCode });
  }

  const dispatcher = new ProxyAgent({
    uri: proxy.origin,
    ...(proxy.authorization !== undefined && { token: proxy.authorization }),
    clientFactory: toProxy,
    requestTls: { timeout, rejectUnauthorized: !insecure, ...contextOf(trust) },
    headersTimeout: timeout,
    bodyTimeout: timeout,
    ...answers,
  });
  return { dispatcher, waitsFor: (target) => waiting.has(target) };
}

function contextOf(context: SecureContext | undefined): { secureContext?: SecureContext } {
  return context === undefined ? {} : { secureContext: context };
}

/** TLS has no server names that are addresses, but undici gives the address of a proxy as one, or null. */
function isName(servername: string | null | undefined): servername is string {
  return (
    typeof servername === 'string' &&
    servername !== '' &&
    isIP(servername.replace(/^\[|\]$/g, '')) === 0
  );
}
