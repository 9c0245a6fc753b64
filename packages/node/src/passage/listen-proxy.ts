import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Log } from '@drawbridge/core';
import { type Closed, type CloseOptions, closeGently } from '../listener/close-gently.ts';
import { addressUrl, type ListenAddress } from '../listener/listen-address.ts';
import { listenAtPath } from '../listener/listen-at-path.ts';
import { listenOn, openServer, type TimeLimits } from '../listener/open-server.ts';
import type { Proxy } from './proxy.ts';

/** A proxy that can be reached. */
export interface ProxyListener {
  /** `http://127.0.0.1:8080`, with the real port where 0 was asked for, or `unix:/run/inject.sock`. */
  readonly url: string;
  /** The address that was bound; `undefined` of a socket file. */
  readonly address: ListenAddress | undefined;
  /**
   * Takes no more connections, lets calls under way be answered, ends those that speak another protocol, and
   * removes a socket file. May be called again.
   */
  close(options?: CloseOptions): Promise<Closed>;
}

/** Where a proxy listens: at an address, or at the path of a socket file, which its owner alone may use. */
export type ListenPlace = { readonly address: ListenAddress } | { readonly path: string };

/** How a proxy listens. */
export interface ListenProxyOptions {
  /** As of `listen`. Default: 16,384 */
  readonly maxConnections?: number;
  readonly limits?: Partial<Pick<TimeLimits, 'head' | 'check'>>;
  /** Where the place comes from, for who must choose another. */
  readonly setting?: string;
}

/** Content may take as long as it takes, either way: of a stream nobody knows the end. */
const TIME_LIMITS: TimeLimits = {
  head: 10_000,
  whole: Number.POSITIVE_INFINITY,
  reply: Number.POSITIVE_INFINITY,
  handshake: 10_000,
  check: 1_000,
};

/**
 * Serves a proxy over HTTP/1.1.
 *
 * @throws {DrawbridgeError} `address_unavailable`
 */
export async function listenProxy(
  proxy: Proxy,
  place: ListenPlace,
  log: Log,
  { maxConnections, limits, setting }: ListenProxyOptions = {},
): Promise<ProxyListener> {
  const { server, connections } = await openServer(
    (connection, request, response) => proxy.onRequest(connection, request, response),
    log,
    { maxConnections, times: { ...TIME_LIMITS, ...limits } },
  );
  // Whoever waits for 100 is told once the upstream is there to take the content.
  server.on('checkContinue', (request, response) => {
    proxy.onRequest(connections.of(request.socket), request, response);
  });
  server.on('upgrade', (request: IncomingMessage, _socket, head) => {
    proxy.onUpgrade(connections.of(request.socket), request, head);
  });
  server.on('connect', (request: IncomingMessage) => {
    proxy.onConnect(connections.of(request.socket), request);
  });
  let address: ListenAddress | undefined;
  if ('path' in place) {
    await listenAtPath(server, log, place, setting);
  } else {
    await listenOn(server, log, place.address, setting);
    address = { host: place.address.host, port: (server.address() as AddressInfo).port };
  }
  let closed: Promise<Closed> | undefined;
  return {
    url: 'path' in place ? `unix:${place.path}` : addressUrl(address ?? place.address),
    address,
    close(options) {
      proxy.close();
      closed ??= closeGently(server, connections, options);
      return closed;
    },
  };
}
