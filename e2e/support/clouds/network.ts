import { once } from 'node:events';
import { createServer as createProxy } from 'node:http';
import { createServer, request as httpsRequest, type RequestOptions } from 'node:https';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { certify } from '../../../tools/certify.ts';
import { listenHere } from '../serve-here.ts';
import type { Stage } from '../stage.ts';

/** A request to one of the sites of a network. */
export interface SiteRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What a site answers. */
export interface SiteReply {
  readonly status: number;
  /** The media type. Default: JSON. */
  readonly type?: string;
  /** Fields beside it. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What is behind a name. */
type Site = (request: SiteRequest) => Promise<SiteReply> | SiteReply;

/** Fetches a document over TLS, within so many milliseconds. Rejects when that fails. */
export type Fetch = (url: string, timeout: number) => Promise<{ status: number; body: string }>;

/**
 * A network with names and certificates of its own, all on 127.0.0.1: programs reach it through a
 * proxy, by the names that they use in the world.
 */
export interface Network {
  /** What leads a program here, and nowhere else. */
  readonly environment: Readonly<Record<string, string>>;
  /** Has a site answer for a name. */
  serve(name: string, site: Site): void;
  /** Leads connections to a name to a port, untouched. Without a port the name is gone. */
  lead(name: string, port: number | undefined): void;
  /** Asks a site, as a program on this network would. */
  ask(url: string, init?: Partial<Omit<SiteRequest, 'url'>>): Promise<SiteReply>;
  readonly fetch: Fetch;
}

/** The authority that all networks of a stage trust, and a certificate of it for all names. */
export type Trust = Awaited<ReturnType<typeof createTrust>>;

/** Makes an authority, and a certificate for these names. */
export async function createTrust(stage: Stage, names: readonly string[]) {
  const folder = await stage.folder();
  const authority = await certify(folder, 'authority', '');
  const sites = await certify(
    folder,
    'sites',
    names.map((name) => `DNS:${name}`).join(','),
    authority,
  );
  return { authority, sites };
}

/** Makes a network without any names yet. */
export async function createNetwork(stage: Stage, trust: Trust): Promise<Network> {
  const sites = new Map<string, Site>();
  const ports = new Map<string, number>();

  const server = createServer({ cert: trust.sites.cert, key: trust.sites.key }, (req, res) => {
    answer(req).then(
      ({ status, type = 'application/json', headers, body }) =>
        res.writeHead(status, { 'content-type': type, ...headers }).end(body),
      (fault) => res.writeHead(500).end(String(fault)),
    );
  });
  const sitesPort = await listenHere(stage, server);

  async function answer(req: IncomingMessage): Promise<SiteReply> {
    const chunks = await req.toArray();
    const body = Buffer.concat(chunks as Buffer[]).toString();
    const url = `https://${req.headers.host}${req.url}`;
    return ask(url, { method: req.method ?? 'GET', headers: req.headers, body });
  }

  async function ask(
    address: string,
    { method = 'GET', headers = {}, body = '' }: Partial<Omit<SiteRequest, 'url'>> = {},
  ): Promise<SiteReply> {
    const url = new URL(address);
    const site = sites.get(url.hostname);
    if (site === undefined) throw new Error(`nobody answers for ${url.hostname}`);
    return site({ method, url, headers, body });
  }

  const portOf = (name: string) => ports.get(name) ?? (sites.has(name) ? sitesPort : undefined);

  // Only tunnels, and only to names that are there: nothing leaves this machine.
  const proxy = createProxy((_, res) => res.writeHead(502).end());
  proxy.on('connect', ({ url = '' }: IncomingMessage, socket: Duplex, head: Buffer) => {
    const port = url.endsWith(':443') ? portOf(url.slice(0, -4)) : undefined;
    if (port === undefined) {
      socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
      return;
    }
    const onward = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connected\r\n\r\n');
      onward.write(head);
      onward.pipe(socket).pipe(onward);
    });
    onward.on('error', () => socket.destroy());
    socket.on('error', () => onward.destroy());
    // Who is gone before the other end is there leaves nothing to pipe.
    onward.on('close', () => socket.destroy());
    socket.on('close', () => onward.destroy());
  });
  const proxyUrl = `http://127.0.0.1:${await listenHere(stage, proxy)}`;
  const { certFile } = trust.authority;

  return {
    environment: {
      HTTPS_PROXY: proxyUrl,
      https_proxy: proxyUrl,
      HTTP_PROXY: proxyUrl,
      http_proxy: proxyUrl,
      AWS_CA_BUNDLE: certFile,
      CLOUDSDK_CORE_CUSTOM_CA_CERTS_FILE: certFile,
      CURL_CA_BUNDLE: certFile,
      NODE_EXTRA_CA_CERTS: certFile,
      REQUESTS_CA_BUNDLE: certFile,
    },
    serve: (name, site) => sites.set(name, site),
    lead(name, port) {
      if (port === undefined) ports.delete(name);
      else ports.set(name, port);
    },
    ask,
    fetch: (url, timeout) => {
      const { hostname, pathname, search } = new URL(url);
      const port = portOf(hostname);
      if (port === undefined) return Promise.reject(new Error(`no route to ${hostname}`));
      const signal = AbortSignal.timeout(timeout);
      const target = { host: '127.0.0.1', port, path: pathname + search, signal };
      const options = {
        servername: hostname,
        ca: trust.authority.cert,
        headers: { host: hostname },
      };
      return get({ ...target, ...options, agent: false });
    },
  };
}

async function get(options: RequestOptions): Promise<{ status: number; body: string }> {
  const [reply] = (await once(httpsRequest(options).end(), 'response')) as [IncomingMessage];
  const chunks = (await reply.toArray()) as Buffer[];
  return { status: reply.statusCode ?? 0, body: Buffer.concat(chunks).toString() };
}
