import { once } from 'node:events';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { DrawbridgeError, type Log } from '@drawbridge/core';
import { type Connection, type Connections, followConnections } from './connections.ts';
import { fileLimit } from './file-limit.ts';
import { addressUrl, type ListenAddress } from './listen-address.ts';
import { nowAndThen } from './now-and-then.ts';
import { refuse } from './refuse.ts';
import { createListeningServer, type ListeningServer, type ServerTls } from './tls.ts';

const MAX_HEADER_BYTES = 64 * 1024;

/** How long callers may take, in milliseconds. */
export interface TimeLimits {
  /** To send the head of a request, from when the connection stands or its first byte came. */
  readonly head: number;
  /** To send the whole of it. Infinity: as long as they want. */
  readonly whole: number;
  /** To take in what was sent to them. Infinity: as long as they want. */
  readonly reply: number;
  /** For a TLS handshake. */
  readonly handshake: number;
  /** Between two looks for those that are late. */
  readonly check: number;
}

/** Milliseconds that an idle connection is kept: longer than the 60 seconds of common proxies. */
const KEEP_ALIVE_TIMEOUT = 65_000;
/** Milliseconds of silence after which the kernel asks whether the peer is still there. */
const PROBE_AFTER = 30_000;
/** Of HTTP/1.1, where nothing else bounds them; some 200 MB when all are taken. */
const MAX_CONNECTIONS = 16_384;
/** The rest is for files, and for connections to upstreams. */
const SHARE_OF_FILES = 0.75;
/** Milliseconds between two log lines about connections that could not be taken. */
const TELL_INTERVAL = 10_000;

/** How connections are taken. */
export interface ServerSettings {
  /** Serve HTTPS. Default: HTTP. */
  readonly tls?: ServerTls | undefined;
  /**
   * Connections at one time; more are closed as they come. Never more than three quarters of the
   * files that the process may open. Default: 16,384
   */
  readonly maxConnections?: number | undefined;
  /** Milliseconds that an idle connection is kept. Default: 65,000, which is longer than the 60 seconds of common proxies. */
  readonly keepAlive?: number | undefined;
  readonly times: TimeLimits;
}

/** What is done with a request. */
type Take = (connection: Connection, request: IncomingMessage, response: ServerResponse) => void;

/** A server of node:http with our limits, which refuses what is no HTTP. It does not listen yet. */
export interface OpenServer extends ListeningServer {
  readonly connections: Connections;
}

/**
 * Makes the server of a listener.
 *
 * @throws {DrawbridgeError} `config_invalid` when certificate and key cannot be used
 */
export async function openServer(
  take: Take,
  log: Log,
  { tls, maxConnections = MAX_CONNECTIONS, keepAlive = KEEP_ALIVE_TIMEOUT, times }: ServerSettings,
): Promise<OpenServer> {
  const { server, renew } = await createListeningServer(tls, {
    maxHeaderSize: MAX_HEADER_BYTES,
    headersTimeout: times.head,
    requestTimeout: Number.isFinite(times.whole) ? times.whole : 0,
    connectionsCheckingInterval: times.check,
    keepAliveTimeout: keepAlive,
    handshakeTimeout: times.handshake,
    keepAlive: true,
    keepAliveInitialDelay: PROBE_AFTER,
    insecureHTTPParser: false,
    // Judged later, where the refusal has the form of all others.
    requireHostHeader: false,
  });
  const connections = followConnections(server, tls !== undefined);
  // By default node:http drops what comes after 2,000 fields without a word.
  server.maxHeadersCount = 0;
  server.maxConnections = Math.min(maxConnections, await affordableConnections());
  const onRequest = (request: IncomingMessage, response: ServerResponse) => {
    take(connections.of(request.socket), request, response);
  };
  server.on('request', onRequest);
  // RFC 9110 section 10.1.1: an expectation that we do not know may be passed over.
  server.on('checkExpectation', onRequest);
  server.on('clientError', (error, socket) => {
    const connection = connections.find(socket as Socket);
    // node:https tells of handshakes that failed here too.
    if (connection !== undefined) refuse(error, connection, log);
  });
  // A handshake that fails is no request that could be answered.
  server.on('tlsClientError', (error: Error, socket: Socket) => {
    log.debug('TLS handshake failed', { detail: error.message, client: socket.remoteAddress });
    socket.destroy();
  });
  server.once('listening', () => {
    if (!Number.isFinite(times.reply)) return;
    const check = setInterval(() => connections.endBlocked(times.reply), times.check).unref();
    server.once('close', () => clearInterval(check));
  });
  return { server, renew, connections };
}

/** Out of files, the system would close connections without a word to us. */
async function affordableConnections(): Promise<number> {
  const files = (await fileLimit()) ?? Number.POSITIVE_INFINITY;
  return Math.floor(files * SHARE_OF_FILES);
}

/**
 * Lets a server listen.
 *
 * @param address - for messages
 * @param begin - has it do so
 * @param setting - where the address comes from, for who must choose another
 * @throws {DrawbridgeError} `address_unavailable`
 */
export async function startListening(
  server: Server,
  log: Log,
  address: string,
  begin: () => void,
  setting?: string,
): Promise<void> {
  try {
    begin();
    await once(server, 'listening');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const by = setting === undefined ? '' : ` with ${setting}`;
    throw new DrawbridgeError('address_unavailable', {
      detail: `cannot listen on ${address}${code === undefined ? '' : ` (${code})`}`,
      hint:
        code === 'EADDRINUSE'
          ? `Something else listens there: stop it, or choose another address${by}.`
          : `Choose another address${by}.`,
      cause,
    });
  }
  tellOfTrouble(server, log);
}

/** The listener goes on, and somebody must know; at ten thousand times a second, not each time. */
function tellOfTrouble(server: Server, log: Log): void {
  const failed = nowAndThen(TELL_INTERVAL, ({ message }: Error, times) =>
    log.error('listener error', { detail: message, times }),
  );
  const full = nowAndThen(TELL_INTERVAL, (limit: number, times) =>
    log.warn('too many connections', { limit, refused: times }),
  );
  server.on('error', failed);
  server.on('drop', () => full(server.maxConnections));
}

/** Lets a server listen on an address; throws as {@link startListening}. */
export function listenOn(
  server: Server,
  log: Log,
  address: ListenAddress,
  setting?: string,
): Promise<void> {
  const begin = () => server.listen(address.port, address.host);
  return startListening(server, log, addressUrl(address), begin, setting);
}
