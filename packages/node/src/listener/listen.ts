import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import {
  type Call,
  DrawbridgeError,
  errorReply,
  headerValues,
  type Log,
  type Reply,
  type Service,
  toDrawbridgeError,
} from '@drawbridge/core';
import { addressUrl, type ListenAddress } from './listen-address.ts';
import { refuse } from './refuse.ts';
import { createListeningServer, type ListeningServer, type ServerTls } from './tls.ts';
import { toCall } from './to-call.ts';
import { writeReply } from './write-reply.ts';

/** A service that can be reached. */
export interface Listener {
  /** The address that was bound: with the real port where 0 was asked for. */
  readonly address: ListenAddress;
  readonly url: string;
  /**
   * Takes no more connections, lets calls under way be answered, and ends.
   *
   * @param patience - milliseconds after which calls under way are cut off. Default: 10,000
   */
  close(patience?: number): Promise<void>;
}

const MAX_HEADER_BYTES = 64 * 1024;

/** How long a request may take to arrive, in milliseconds. */
interface ArrivalLimits {
  /** For its head. */
  readonly head: number;
  /** For the whole of it. */
  readonly whole: number;
  /** Between two looks for requests that are late. */
  readonly check: number;
}

const ARRIVAL_LIMITS: ArrivalLimits = { head: 10_000, whole: 30_000, check: 1_000 };

/** Milliseconds between two looks for idle connections while closing. */
const SWEEP_INTERVAL = 20;
/** Milliseconds that an idle connection is kept: longer than the 60 seconds of common proxies. */
const KEEP_ALIVE_TIMEOUT = 65_000;

/** How a listener serves. */
export interface ListenOptions {
  /** Serve HTTPS. Default: HTTP. */
  readonly tls?: ServerTls;
  readonly limits?: ArrivalLimits;
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
  { tls, limits = ARRIVAL_LIMITS }: ListenOptions = {},
): Promise<Listener> {
  const server = await createListeningServer(tls, {
    maxHeaderSize: MAX_HEADER_BYTES,
    headersTimeout: limits.head,
    requestTimeout: limits.whole,
    connectionsCheckingInterval: limits.check,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT,
    insecureHTTPParser: false,
    // Judged below, where the refusal has the form of all others.
    requireHostHeader: false,
  });
  // A handshake that fails is no request that could be answered.
  server.on('tlsClientError', (error: Error, socket: Socket) => {
    log.debug('TLS handshake failed', { detail: error.message, client: socket.remoteAddress });
    socket.destroy();
  });
  // By default node:http drops what comes after 2,000 fields without a word.
  server.maxHeadersCount = 0;
  server.on('request', (request, response) => void serve(service, request, response, log));
  // RFC 9110 section 10.1.1: an expectation that we do not know may be passed over.
  server.on('checkExpectation', (request, response) => void serve(service, request, response, log));
  server.on('clientError', (error, socket) => refuse(error, socket as Socket, log));
  await bind(server, address);
  // Out of file descriptors, say: the listener goes on, and somebody must know.
  server.on('error', (error) => log.error('listener error', { detail: error.message }));

  const bound = { host: address.host, port: (server.address() as AddressInfo).port };
  const url = addressUrl(bound);
  return {
    address: bound,
    url: tls === undefined ? url : url.replace('http:', 'https:'),
    async close(patience = 10_000) {
      const closed = once(server, 'close');
      server.close();
      // A connection that becomes idle from now on would be kept, and closing would wait for it.
      const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_INTERVAL);
      const cutOff = setTimeout(() => server.closeAllConnections(), patience);
      await closed;
      clearInterval(sweep);
      clearTimeout(cutOff);
    },
  };
}

async function serve(
  service: Service,
  request: IncomingMessage,
  response: ServerResponse,
  log: Log,
): Promise<void> {
  try {
    const call = toCall(request, response);
    const fine = hasOneHost(call, request.httpVersion);
    writeReply(request, response, fine ? await service.handle(call) : noHost());
  } catch (thrown) {
    // A caller who left in the middle of the request is nobody's fault.
    if (response.destroyed) return;
    const error = toDrawbridgeError(thrown);
    log.error('a service failed to answer', { detail: error.message });
    if (response.headersSent) {
      response.destroy();
      return;
    }
    writeReply(request, response, errorReply(error));
  }
}

/** RFC 9112 section 3.2: two readings of one request are what smuggling lives on. */
function hasOneHost(call: Call, version: string): boolean {
  const hosts = headerValues(call, 'host').length;
  // HTTP/1.0 knows no Host, and health checks still speak it.
  return hosts === 1 || (hosts === 0 && version === '1.0');
}

function noHost(): Reply {
  return errorReply(
    new DrawbridgeError('request_malformed', { hint: 'Send one Host header field.' }),
  );
}

async function bind(server: ListeningServer, address: ListenAddress): Promise<void> {
  try {
    server.listen(address.port, address.host);
    await once(server, 'listening');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new DrawbridgeError('address_unavailable', {
      detail: `cannot listen on ${addressUrl(address)}${code === undefined ? '' : ` (${code})`}`,
      hint:
        code === 'EADDRINUSE'
          ? 'Something else listens there: stop it, or choose another address with --listen.'
          : 'Choose another address with --listen.',
      cause,
    });
  }
}
