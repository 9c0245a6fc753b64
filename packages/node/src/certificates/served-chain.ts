import { once } from 'node:events';
import { isIP } from 'node:net';
import {
  checkServerIdentity,
  connect,
  type DetailedPeerCertificate,
  type TLSSocket,
} from 'node:tls';
import { isUnknownAuthority } from '@drawbridge/core';
import { guardedLookup } from '../http/guarded-lookup.ts';
import { outboundError } from '../http/outbound-error.ts';

/** A certificate as a server sent it. */
export interface ServedCertificate {
  /** SHA-1 of it, in lower-case hexadecimal digits. */
  readonly sha1: string;
  /** Its subject as a person reads it. */
  readonly subject: string;
  readonly issuer: string;
  /** When it ends, in milliseconds since 1970. */
  readonly ends: number;
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

/** How a server proved who it is. */
export interface ServedProof {
  /** The server's own first, and the last that of an authority on this machine where one is trusted. */
  readonly chain: readonly ServedCertificate[];
  /** Why it is not trusted, as OpenSSL and Node name it: `CERT_HAS_EXPIRED`, `ERR_TLS_CERT_ALTNAME_INVALID`. */
  readonly fault?: string;
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
export function readServedChain(
  options: ServedChainOptions,
): Promise<readonly ServedCertificate[]> {
  // No authority at all: Node would complete the chain from those that it knows.
  return shakeHands({ ...options, ca: [] }, chainOf);
}

/**
 * Reads the certificates of a server as {@link readServedChain} does, and judges whether they are trusted. An answer is
 * had of a server that is not trusted, too.
 *
 * @param options - `ca` has PEM certificates of the authorities to trust, in place of the system's
 * @throws {DrawbridgeError} `upstream_unreachable`, `upstream_timeout`, `upstream_invalid` for a forbidden address
 */
export function judgeServedChain(
  options: ServedChainOptions & { readonly ca?: string },
): Promise<ServedProof> {
  return shakeHands(options, (socket) => ({
    chain: chainOf(socket),
    ...(!socket.authorized && { fault: worstOf(socket, options.host) }),
  }));
}

async function shakeHands<T>(
  { host, port = 443, timeout = 10_000, ca }: ServedChainOptions & { ca?: string | string[] },
  read: (socket: TLSSocket) => T,
): Promise<T> {
  const name = bareName(host);
  const signal = AbortSignal.timeout(timeout);
  const socket = connect({
    host: name,
    port,
    ...(ca !== undefined && { ca }),
    // What is wrong with it is what is to be told. Nothing is sent over this connection.
    rejectUnauthorized: false,
    // RFC 6066 section 3: addresses are no server names.
    ...(isIP(name) === 0 && { servername: name }),
    lookup: guardedLookup,
  });
  try {
    await once(socket, 'secureConnect', { signal });
    return read(socket);
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

/** The name is judged whoever signed: Node tells of nothing else where it does not know the authority. */
function worstOf(socket: TLSSocket, host: string): string {
  const fault = faultOf(socket);
  if (!isUnknownAuthority(fault)) return fault;
  const misnamed = checkServerIdentity(bareName(host), socket.getPeerCertificate());
  return misnamed === undefined ? fault : 'ERR_TLS_CERT_ALTNAME_INVALID';
}

/** Node says what it is by a code, or by an error that has one. */
function faultOf({ authorizationError }: TLSSocket): string {
  const given: unknown = authorizationError;
  const code = typeof given === 'object' && given !== null && 'code' in given ? given.code : given;
  return String(code);
}

function bareName(host: string): string {
  return host.replace(/^\[(.*)\]$/, '$1');
}

function chainOf(socket: TLSSocket): readonly ServedCertificate[] {
  const chain: ServedCertificate[] = [];
  let certificate: DetailedPeerCertificate | undefined = socket.getPeerCertificate(true);
  while (certificate?.fingerprint !== undefined && chain.length < LONGEST) {
    const { fingerprint, subject, issuer, valid_to, issuerCertificate }: DetailedPeerCertificate =
      certificate;
    chain.push({
      sha1: fingerprint.replaceAll(':', '').toLowerCase(),
      subject: nameOf(subject),
      issuer: nameOf(issuer),
      ends: Date.parse(valid_to),
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
