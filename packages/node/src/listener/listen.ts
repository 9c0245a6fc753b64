import { once } from 'node:events';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { DrawbridgeError, type Log, type Service } from '@drawbridge/core';
import { type Closed, type CloseOptions, closeGently } from './close-gently.ts';
import { followConnections } from './connections.ts';
import { endIdle } from './end-idle.ts';
import { fileLimit } from './file-limit.ts';
import { addressUrl, type ListenAddress } from './listen-address.ts';
import { nowAndThen } from './now-and-then.ts';
import { presentedCertificate } from './peer-certificate.ts';
import { refuse } from './refuse.ts';
import { serveCall } from './serve-call.ts';
import { createListeningServer, type ServerTls } from './tls.ts';

/** A service that can be reached. */
export interface Listener {
  /** The address that was bound: with the real port where 0 was asked for. */
  readonly address: ListenAddress;
  readonly url: string;
  /**
   * Serves with another certificate from the next handshake on; connections that stand go on. Where
   * `clientCa` changes, those that presented a certificate end within about a second, after the calls
   * that are under way on them.
   *
   * @throws {DrawbridgeError} `config_invalid` when the pair cannot be used, and the old one is kept
   *   then; or when the listener serves HTTP
   */
  renewTls(tls: ServerTls): void;
  /**
   * Takes no more connections, lets calls under way be answered, and ends. From the moment that nobody
   * can connect any more, replies say `connection: close`. May be called again.
   */
  close(options?: CloseOptions): Promise<Closed>;
}

const MAX_HEADER_BYTES = 64 * 1024;

/** How long callers may take, in milliseconds. */
interface TimeLimits {
  /** To send the head of a request, from when the connection stands or its first byte came. */
  readonly head: number;
  /** To send the whole of it. */
  readonly whole: number;
  /** To take in what was sent to them. */
  readonly reply: number;
  /** For a TLS handshake. */
  readonly handshake: number;
  /** Between two looks for those that are late. */
  readonly check: number;
}

const TIME_LIMITS: TimeLimits = {
  head: 10_000,
  whole: 30_000,
  reply: 30_000,
  handshake: 10_000,
  check: 1_000,
};

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
/** For how long those that a removed authority vouched for are still served. */
const CHANGED_AUTHORITY_GRACE = { quiet: 1_000, atMost: 1_000 };

/** How a listener serves. */
export interface ListenOptions {
  /** Serve HTTPS. Default: HTTP. */
  readonly tls?: ServerTls | undefined;
  /**
   * Connections at one time; more are closed as they come. Never more than three quarters of the
   * files that the process may open. Default: 16,384
   */
  readonly maxConnections?: number | undefined;
  readonly limits?: Partial<TimeLimits>;
  /** Where the address comes from, for who must choose another: `exchange.documents.listen`. */
  readonly setting?: string | undefined;
}

/**
 * Serves a service over HTTP, or over HTTPS.
 *
 * @throws {DrawbridgeError} `address_unavailable`; `config_invalid` when certificate and key cannot be used
 */
export async function listen(
  service: Service,
  address: ListenAddress,
  log: Log,
  { tls, maxConnections = MAX_CONNECTIONS, limits, setting }: ListenOptions = {},
): Promise<Listener> {
  const times = { ...TIME_LIMITS, ...limits };
  const { server, renew } = await createListeningServer(tls, {
    maxHeaderSize: MAX_HEADER_BYTES,
    headersTimeout: times.head,
    requestTimeout: times.whole,
    connectionsCheckingInterval: times.check,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT,
    handshakeTimeout: times.handshake,
    keepAlive: true,
    keepAliveInitialDelay: PROBE_AFTER,
    insecureHTTPParser: false,
    // Judged in serveCall, where the refusal has the form of all others.
    requireHostHeader: false,
  });
  const connections = followConnections(server, tls !== undefined);
  // By default node:http drops what comes after 2,000 fields without a word.
  server.maxHeadersCount = 0;
  server.maxConnections = Math.min(maxConnections, await affordableConnections());
  const onRequest = (request: IncomingMessage, response: ServerResponse) => {
    serveCall({ service, log }, connections.of(request.socket), request, response);
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
  await bind(server, address, setting);
  tellOfTrouble(server, log);
  const check = setInterval(() => connections.endBlocked(times.reply), times.check).unref();

  const bound = { host: address.host, port: (server.address() as AddressInfo).port };
  const url = tls === undefined ? addressUrl(bound) : addressUrl(bound).replace('http:', 'https:');
  let clientCa = tls?.clientCa;
  let stopEnding = () => {};
  let closed: Promise<Closed> | undefined;
  return {
    address: bound,
    url,
    renewTls(renewed) {
      renew(renewed);
      if (renewed.clientCa === clientCa) return;
      clientCa = renewed.clientCa;
      connections.retire(({ socket }) => presentedCertificate(socket));
      stopEnding();
      stopEnding = endIdle(connections, CHANGED_AUTHORITY_GRACE);
    },
    close(options) {
      // Two that look would each take the other's news, and end connections before their grace.
      stopEnding();
      closed ??= closeGently(server, connections, options).finally(() => clearInterval(check));
      return closed;
    },
  };
}

/** Out of files, the system would close connections without a word to us. */
async function affordableConnections(): Promise<number> {
  const files = (await fileLimit()) ?? Number.POSITIVE_INFINITY;
  return Math.floor(files * SHARE_OF_FILES);
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

async function bind(server: Server, address: ListenAddress, setting?: string): Promise<void> {
  try {
    server.listen(address.port, address.host);
    await once(server, 'listening');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const by = setting === undefined ? '' : ` with ${setting}`;
    throw new DrawbridgeError('address_unavailable', {
      detail: `cannot listen on ${addressUrl(address)}${code === undefined ? '' : ` (${code})`}`,
      hint:
        code === 'EADDRINUSE'
          ? `Something else listens there: stop it, or choose another address${by}.`
          : `Choose another address${by}.`,
      cause,
    });
  }
}
