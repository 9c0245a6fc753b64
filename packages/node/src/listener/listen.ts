import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import {
  DrawbridgeError,
  errorReply,
  type Log,
  type Service,
  toDrawbridgeError,
} from '@drawbridge/core';
import { addressUrl, type ListenAddress } from './listen-address.ts';
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
/** Milliseconds for a request's head, and for the whole of it. */
const HEADERS_TIMEOUT = 10_000;
const REQUEST_TIMEOUT = 30_000;
/** Milliseconds that a refused peer has to read why, and to hang up. */
const REFUSED_LINGER = 1_000;
/** Milliseconds between two looks for idle connections while closing. */
const SWEEP_INTERVAL = 20;
/** Milliseconds that an idle connection is kept: longer than the 60 seconds of common proxies. */
const KEEP_ALIVE_TIMEOUT = 65_000;

/**
 * Serves a service over HTTP.
 *
 * @throws {DrawbridgeError} `address_unavailable`
 */
export async function listen(
  service: Service,
  address: ListenAddress,
  log: Log,
): Promise<Listener> {
  const server = createServer({
    maxHeaderSize: MAX_HEADER_BYTES,
    headersTimeout: HEADERS_TIMEOUT,
    requestTimeout: REQUEST_TIMEOUT,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT,
    insecureHTTPParser: false,
    // Request smuggling needs two readings of one request: a missing Host is refused.
    requireHostHeader: true,
  });
  server.on('request', (request, response) => void serve(service, request, response, log));
  server.on('clientError', refuse);
  await bind(server, address);
  // Out of file descriptors, say: the listener goes on, and somebody must know.
  server.on('error', (error) => log.error('listener in trouble', { detail: error.message }));

  const bound = { host: address.host, port: (server.address() as AddressInfo).port };
  return {
    address: bound,
    url: addressUrl(bound),
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
    writeReply(request, response, await service.handle(toCall(request, response)));
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

/** Answers bytes that are not HTTP, or too many of them, and ends the connection. */
function refuse(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const tooLarge = error.code === 'HPE_HEADER_OVERFLOW';
  const late = error.code === 'ERR_HTTP_REQUEST_TIMEOUT';
  const status = tooLarge
    ? '431 Request Header Fields Too Large'
    : late
      ? '408 Request Timeout'
      : '400 Bad Request';
  const { body } = errorReply(new DrawbridgeError('request_malformed'));
  const cutOff = setTimeout(() => socket.destroy(), REFUSED_LINGER);
  socket.once('close', () => clearTimeout(cutOff));
  socket.end(
    `HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-type: application/json\r\n` +
      `content-length: ${String(body).length}\r\n\r\n${String(body)}`,
  );
}

async function bind(server: Server, address: ListenAddress): Promise<void> {
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
