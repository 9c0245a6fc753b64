import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Log, Service } from '@drawbridge/core';
import { type Closed, type CloseOptions, closeGently } from './close-gently.ts';
import { endIdle } from './end-idle.ts';
import { addressUrl, type ListenAddress } from './listen-address.ts';
import { listenAtPath, type SocketPlace } from './listen-at-path.ts';
import { listenOn, openServer, type ServerSettings, type TimeLimits } from './open-server.ts';
import { presentedCertificate } from './peer-certificate.ts';
import { serveCall } from './serve-call.ts';
import type { ServerTls } from './tls.ts';

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

const TIME_LIMITS: TimeLimits = {
  head: 10_000,
  whole: 30_000,
  reply: 30_000,
  handshake: 10_000,
  check: 1_000,
};

/** For how long those that a removed authority vouched for are still served. */
const CHANGED_AUTHORITY_GRACE = { quiet: 1_000, atMost: 1_000 };

/** How a listener serves. */
export interface ListenOptions extends Omit<ServerSettings, 'times'> {
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
  options: ListenOptions = {},
): Promise<Listener> {
  let bound = address;
  const served = await serve(service, log, options, async (server) => {
    await listenOn(server, log, address, options.setting);
    bound = { host: address.host, port: (server.address() as AddressInfo).port };
    return addressUrl(bound);
  });
  return { ...served, address: bound };
}

/** As {@link listen}, at a socket file; its URL is `unix:/path`. */
export async function listenAtSocket(
  service: Service,
  place: SocketPlace,
  log: Log,
  options: ListenOptions = {},
): Promise<Omit<Listener, 'address'>> {
  return serve(service, log, options, async (server) => {
    await listenAtPath(server, log, place, options.setting);
    return `unix:${place.path}`;
  });
}

/** @param begin - lets the server listen. @returns the URL of it, of the scheme http */
async function serve(
  service: Service,
  log: Log,
  { tls, maxConnections, keepAlive, limits }: ListenOptions,
  begin: (server: Server) => Promise<string>,
): Promise<Omit<Listener, 'address'>> {
  const { server, connections, renew } = await openServer(
    (connection, request, response) => serveCall({ service, log }, connection, request, response),
    log,
    { tls, maxConnections, keepAlive, times: { ...TIME_LIMITS, ...limits } },
  );
  const plain = await begin(server);
  const url = tls === undefined ? plain : plain.replace(/^http:/, 'https:');
  let clientCa = tls?.clientCa;
  let stopEnding = () => {};
  let closed: Promise<Closed> | undefined;
  return {
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
      closed ??= closeGently(server, connections, options);
      return closed;
    },
  };
}
