import type { Peer, PeerCertificate } from './call.ts';
import { type CertificateText, toPeerCertificate } from './peer-certificate.ts';

/** What is read of a socket of node:net or node:tls. */
export interface PeerSocket {
  readonly remoteAddress?: string | undefined;
  /** Of TLS: whether an authority that the server trusts stands for the peer's certificate. */
  readonly authorized?: boolean;
  /** Of TLS alone. */
  getPeerX509Certificate?(): CertificateText | undefined;
}

/**
 * The other end of a connection, as the socket tells it: no header field has a say in it. The names of its
 * certificate count only where an authority that we trust stands for them.
 */
export function peerOf(socket: PeerSocket): Peer {
  const certificate = certificateOf(socket);
  return certificate === undefined
    ? { address: socket.remoteAddress }
    : { address: socket.remoteAddress, certificate };
}

/** One read for all requests of a connection. */
const known = new WeakMap<PeerSocket, PeerCertificate | 'none'>();

/** The certificate that the peer of a connection presented, and whose key it proved to hold. */
function certificateOf(socket: PeerSocket): PeerCertificate | undefined {
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
