import { createServer, type Server, type ServerOptions } from 'node:http';
import type { Server as TlsServer } from 'node:https';
import type { SecureContextOptions } from 'node:tls';
import { DrawbridgeError } from '@drawbridge/core';
import { certificatesFault } from '../certificates/certificates-fault.ts';

/** What a listener needs to serve HTTPS. All of it is PEM text. */
export interface ServerTls {
  /** The certificate, followed by those between it and its authority. */
  readonly certificate: string;
  /** The private key of the certificate. A secret. */
  readonly key: string;
  /** The oldest version that is spoken. Default: TLSv1.2 */
  readonly minVersion?: 'TLSv1.2' | 'TLSv1.3';
  /** Ask callers for a certificate; it is up to the service what to make of it. */
  readonly askCallers?: boolean;
  /** The authorities whose word on callers' names counts. */
  readonly clientCa?: string | undefined;
}

/** A server of node:http or node:https. */
export interface ListeningServer {
  readonly server: Server | TlsServer;
  /**
   * Gives the server another certificate, for handshakes from now on. Sessions of before are not
   * resumed: their tickets were sealed with keys that go with the old certificate. So nobody
   * resumes a session that an authority vouched for which is no longer ours.
   *
   * @throws {DrawbridgeError} `config_invalid` when certificate and key cannot be used, and the
   *   server keeps the old ones then; or when it serves HTTP
   */
  renew(tls: ServerTls): void;
}

/**
 * Makes the server of a listener.
 *
 * @param options - those of node:http, and the milliseconds that a TLS handshake may take
 * @throws {DrawbridgeError} `config_invalid` when certificate and key cannot be used
 */
export async function createListeningServer(
  tls: ServerTls | undefined,
  { handshakeTimeout, ...options }: ServerOptions & { readonly handshakeTimeout: number },
): Promise<ListeningServer> {
  if (tls === undefined) return { server: createServer(options), renew: refuseToRenew };
  const [{ createServer: createTlsServer }, { createSecureContext }] = await Promise.all([
    import('node:https'),
    import('node:tls'),
  ]);
  const server = orUnusable(tls, () =>
    createTlsServer({
      ...options,
      ...contextOf(tls),
      handshakeTimeout,
      ALPNProtocols: ['http/1.1'],
      requestCert: tls.askCallers === true,
      // An authority that is not ours proves no name, and the key is proven all the same: a service
      // may know a self-signed certificate by its hash (RFC 8705 section 2.2).
      rejectUnauthorized: false,
    }),
  );
  return {
    server,
    renew(renewed) {
      const context = contextOf(renewed);
      // setSecureContext() has changed half of the server by the time it finds out.
      orUnusable(renewed, () => createSecureContext(context));
      server.setSecureContext(context);
      // Node reads this member at each handshake, and has no other way to change it.
      Object.assign(server, { requestCert: renewed.askCallers === true });
    },
  };
}

function refuseToRenew(): never {
  throw new DrawbridgeError('config_invalid', {
    detail: 'this listener serves HTTP, and cannot change to HTTPS while it runs',
    hint: 'Restart to serve HTTPS.',
  });
}

function contextOf({
  certificate,
  key,
  clientCa,
  minVersion = 'TLSv1.2',
}: ServerTls): SecureContextOptions {
  return { cert: certificate, key, minVersion, ca: clientCa ?? [] };
}

function orUnusable<Made>({ certificate, key }: ServerTls, make: () => Made): Made {
  try {
    // OpenSSL takes an empty text for nothing asked, and would serve nobody.
    if (certificatesFault(certificate) !== undefined || key === '') throw new Error('empty');
    return make();
  } catch (cause) {
    throw new DrawbridgeError('config_invalid', {
      // The cause's text is left out: it may quote its input.
      detail: 'the TLS certificate and key cannot be used: they are not PEM, or not a pair',
      hint: 'Give a certificate and the private key that belongs to it.',
      cause,
    });
  }
}
