import { once } from 'node:events';
import { isIP } from 'node:net';
import { connect, type DetailedPeerCertificate } from 'node:tls';
import { guardedLookup } from '../http/guarded-lookup.ts';
import { outboundError } from '../http/outbound-error.ts';

/** A certificate as a server sent it. */
export interface ServedCertificate {
  /** SHA-1 of it, in lower-case hexadecimal digits. */
  readonly sha1: string;
  /** Its subject as a person reads it. */
  readonly subject: string;
  /** Whether it is of the authority that it names itself: a root, or self-signed. */
  readonly isSelfIssued: boolean;
}

/** Where a chain is read. */
export interface ServedChainOptions {
  readonly host: string;
  /** Default: 443. */
  readonly port?: number;
  /** Milliseconds until the handshake is over. Default: 10,000. */
  readonly timeout?: number;
}

/** A chain that is longer goes round in a circle, or is none. */
const LONGEST = 16;

/**
 * Reads the certificates that a server sends in its TLS handshake, its own first and each followed by that of its
 * issuer, as `openssl s_client -showcerts` shows them. Nothing is judged, and none is added from what this machine trusts.
 * Nothing is sent but the handshake.
 *
 * @throws {DrawbridgeError} `upstream_unreachable`, `upstream_timeout`, `upstream_invalid` for a forbidden address
 */
export async function readServedChain({
  host,
  port = 443,
  timeout = 10_000,
}: ServedChainOptions): Promise<readonly ServedCertificate[]> {
  const name = host.replace(/^\[(.*)\]$/, '$1');
  const signal = AbortSignal.timeout(timeout);
  const socket = connect({
    host: name,
    port,
    // No authority at all: Node would complete the chain from those that it knows.
    ca: [],
    rejectUnauthorized: false,
    // RFC 6066 section 3: addresses are no server names.
    ...(isIP(name) === 0 && { servername: name }),
    lookup: guardedLookup,
  });
  try {
    await once(socket, 'secureConnect', { signal });
    return toChain(socket.getPeerCertificate(true));
  } catch (thrown) {
    throw outboundError(signal.aborted ? signal.reason : thrown, {
      peer: 'upstream',
      address: `https://${host}:${port}`,
      timeout,
      caSetting: '--ca',
    });
  } finally {
    socket.destroy();
  }
}

function toChain(first: DetailedPeerCertificate): readonly ServedCertificate[] {
  const chain: ServedCertificate[] = [];
  let certificate: DetailedPeerCertificate | undefined = first;
  while (certificate?.fingerprint !== undefined && chain.length < LONGEST) {
    const { fingerprint, subject, issuer, issuerCertificate }: DetailedPeerCertificate =
      certificate;
    chain.push({
      sha1: fingerprint.replaceAll(':', '').toLowerCase(),
      subject: nameOf(subject),
      isSelfIssued: nameOf(subject) === nameOf(issuer),
    });
    // One that is its own issuer refers to itself.
    certificate = issuerCertificate === certificate ? undefined : issuerCertificate;
  }
  return chain;
}

function nameOf(name: DetailedPeerCertificate['subject']): string {
  return Object.entries(name)
    .map(([key, value]) => `${key}=${[value].flat().join('+')}`)
    .join(', ');
}
