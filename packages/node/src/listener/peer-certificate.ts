import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { type PeerCertificate, toPeerCertificate } from '@drawbridge/core';

/** One read for all requests of a connection. */
const known = new WeakMap<Socket, PeerCertificate | undefined>();

/**
 * The certificate that the peer of a connection presented, and whose key it proved to hold. Its
 * names count only where an authority of ours stands for them.
 */
export function peerCertificate(socket: Socket): PeerCertificate | undefined {
  if (!isTls(socket)) return undefined;
  if (known.has(socket)) return known.get(socket);
  const certificate = socket.getPeerX509Certificate();
  const read = certificate && toPeerCertificate(certificate, socket.authorized);
  known.set(socket, read);
  return read;
}

/** Whether the peer of a connection presented a certificate, of whatever authority. */
export function presentedCertificate(socket: Socket): boolean {
  return isTls(socket) && socket.getPeerX509Certificate() !== undefined;
}

/** Without loading node:tls, which a listener without TLS does not need. */
function isTls(socket: Socket): socket is TLSSocket {
  return 'encrypted' in socket;
}
