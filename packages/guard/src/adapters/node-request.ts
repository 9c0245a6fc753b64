import {
  type CertificateText,
  type HeaderField,
  type Peer,
  type PeerCertificate,
  toPeerCertificate,
} from '@drawbridge/core';
import type { GuardRequest } from '../guard-request.ts';

/** What is read of a socket of node:net or node:tls. */
export interface NodeSocket {
  readonly remoteAddress?: string | undefined;
  /** Of TLS: whether an authority that the server trusts stands for the peer's certificate. */
  readonly authorized?: boolean;
  getPeerX509Certificate?(): CertificateText | undefined;
}

/** What is read of a request of node:http, node:https or node:http2, and what is removed of it. */
export interface NodeRequest {
  readonly rawHeaders: string[];
  headers: Record<string, string | string[] | undefined>;
  readonly headersDistinct?: Record<string, string[] | undefined>;
  readonly socket: NodeSocket;
}

/**
 * Shows a request of Node as a guard looks at it. Its `rawHeaders` alone tell of every field: of two
 * Authorization fields `headers` drops one, and joins others.
 */
export function toGuardRequest({ rawHeaders, socket }: NodeRequest): GuardRequest {
  const headers: HeaderField[] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    headers.push([rawHeaders[index] as string, rawHeaders[index + 1] as string]);
  }
  return { headers, peer: peerOf(socket) };
}

/** The other end of a connection, as the socket tells it: no header field has a say in it. */
export function peerOf(socket: NodeSocket): Peer {
  const certificate = certificateOf(socket);
  return certificate === undefined
    ? { address: socket.remoteAddress }
    : { address: socket.remoteAddress, certificate };
}

/** One read for all requests of a connection. */
const known = new WeakMap<NodeSocket, PeerCertificate | 'none'>();

function certificateOf(socket: NodeSocket): PeerCertificate | undefined {
  if (socket.getPeerX509Certificate === undefined) return undefined;
  let certificate = known.get(socket);
  if (certificate === undefined) {
    const text = socket.getPeerX509Certificate();
    certificate =
      text === undefined ? ('none' as const) : toPeerCertificate(text, socket.authorized === true);
    known.set(socket, certificate);
  }
  return certificate === 'none' ? undefined : certificate;
}
