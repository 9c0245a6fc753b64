import { createServer, type Server, type ServerOptions } from 'node:http';
import type { Server as TlsServer } from 'node:https';
import { DrawbridgeError } from '@drawbridge/core';

/** What a listener needs to serve HTTPS. All of it is PEM text. */
export interface ServerTls {
  /** The certificate, followed by those between it and its authority. */
  readonly certificate: string;
  /** The private key of the certificate. A secret. */
  readonly key: string;
  /** Ask callers for a certificate; it is up to the service what to make of it. */
  readonly askCallers?: boolean;
  /** The authorities whose word on callers' names counts. */
  readonly clientCa?: string | undefined;
}

/** A server of node:http or node:https. */
export type ListeningServer = Server | TlsServer;

/**
 * Makes the server of a listener.
 *
 * @throws {DrawbridgeError} `config_invalid` when certificate and key cannot be used
 */
export async function createListeningServer(
  tls: ServerTls | undefined,
  options: ServerOptions,
): Promise<ListeningServer> {
  if (tls === undefined) return createServer(options);
  const { createServer: createTlsServer } = await import('node:https');
  try {
    return createTlsServer({
      ...options,
      cert: tls.certificate,
      key: tls.key,
      minVersion: 'TLSv1.2',
      ALPNProtocols: ['http/1.1'],
      requestCert: tls.askCallers === true,
      // An authority that is not ours proves no name, and the key is proven all the same: a service
      // may know a self-signed certificate by its hash (RFC 8705 section 2.2).
      rejectUnauthorized: false,
      ca: tls.clientCa ?? [],
    });
  } catch (cause) {
    throw new DrawbridgeError('config_invalid', {
      // The cause's text is left out: it may quote its input.
      detail: 'the TLS certificate and key cannot be used: they are not PEM, or not a pair',
      hint: 'Give a certificate and the private key that belongs to it.',
      cause,
    });
  }
}
