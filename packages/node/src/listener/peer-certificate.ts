import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';

/** Whether the peer of a connection presented a certificate, of whatever authority. */
export function presentedCertificate(socket: Socket): boolean {
  return isTls(socket) && socket.getPeerX509Certificate() !== undefined;
}

/** Without loading node:tls, which a listener without TLS does not need. */
function isTls(socket: Socket): socket is TLSSocket {
  return 'encrypted' in socket;
}
