import type { X509Certificate } from 'node:crypto';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { PeerCertificate } from '@drawbridge/core';

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
  const read = certificate === undefined ? undefined : toPeer(certificate, socket.authorized);
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

function toPeer(certificate: X509Certificate, certified: boolean): PeerCertificate {
  const names = certified ? alternativeNames(certificate.subjectAltName ?? '') : [];
  const ofKind = (kind: string) => names.flatMap(([name, value]) => (name === kind ? value : []));
  return {
    der: certificate.raw,
    dnsNames: ofKind('DNS').map((name) => name.toLowerCase()),
    uris: ofKind('URI'),
  };
}

/** `KIND:VALUE, KIND:"VALUE"`: Node puts a value that has a comma or quote in it into JSON quotes. */
const NAME = /(?<kind>[^:,]+):(?:(?<quoted>"(?:[^"\\]|\\.)*")|(?<plain>[^,"]*))(?:, |$)/gy;

/**
 * Takes the text of a subjectAltName apart.
 *
 * @returns kind and value of each name; none at all when any part of the text is not understood
 */
export function alternativeNames(
  text: string,
): readonly (readonly [kind: string, value: string])[] {
  const names: [string, string][] = [];
  let read = 0;
  for (const match of text.matchAll(NAME)) {
    const { kind = '', quoted, plain = '' } = match.groups ?? {};
    names.push([kind, quoted === undefined ? plain : (JSON.parse(quoted) as string)]);
    read = match.index + match[0].length;
  }
  return read === text.length ? names : [];
}
