import { isUnknownAuthority } from '@drawbridge/core';

const SELF_SIGNED = 'DEPTH_ZERO_SELF_SIGNED_CERT';

/** Other faults of certificates. */
const CERTIFICATE_HINTS: Readonly<Record<string, string>> = {
  ERR_TLS_CERT_ALTNAME_INVALID:
    'The certificate is for another host name. Use an address that is named in it.',
  CERT_HAS_EXPIRED: 'The certificate has expired; the service must renew it.',
  CERT_NOT_YET_VALID:
    'The certificate is not valid yet. Compare the clock of this machine with another one.',
};

const BROKE_OFF =
  'The other side closed the connection before its answer was whole. If it goes on, check the port, and that https or http is right.';
const NO_TLS =
  'What listens there speaks no TLS, or none that this side takes. Check the port, and that https is right.';
const OLD_TLS =
  'What listens there speaks no version of TLS that this side takes: have it speak TLS 1.2 or 1.3.';

/** Sentences for the other codes that operators meet most. */
const HINTS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'Nothing listens there. Check host and port, and that the service is up.',
  ENOTFOUND: 'The host name cannot be resolved. Check its spelling and the DNS of this machine.',
  EAI_AGAIN: 'The DNS of this machine does not answer.',
  ECONNRESET: BROKE_OFF,
  UND_ERR_SOCKET: BROKE_OFF,
  // What plain HTTP looks like to OpenSSL 3.0, to 3.2 and later, and to a write that the handshake's fault interrupts.
  ERR_SSL_WRONG_VERSION_NUMBER: NO_TLS,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: NO_TLS,
  EPROTO: NO_TLS,
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: OLD_TLS,
  ERR_SSL_UNSUPPORTED_PROTOCOL: OLD_TLS,
  ...CERTIFICATE_HINTS,
};

/** Whether the other side did not prove by its certificate to be who was asked. */
export function isCertificateFault(code: string): boolean {
  return isUnknownAuthority(code) || Object.hasOwn(CERTIFICATE_HINTS, code);
}

/**
 * What to do about a fault of an outbound connection.
 *
 * @param isDirect - whether no proxy was on the way
 * @param caSetting - where a person names the file of an authority that is trusted for this address alone
 */
export function hintFor(code: string, isDirect: boolean, caSetting: string): string | undefined {
  if (code === SELF_SIGNED) {
    return `The certificate is self-signed. Name its file as ${caSetting}, as outbound.caFile, or in NODE_EXTRA_CA_CERTS.`;
  }
  if (!isUnknownAuthority(code)) return Object.hasOwn(HINTS, code) ? HINTS[code] : undefined;
  return isDirect
    ? `The certificate is from an authority that is not trusted. Name its file as ${caSetting}, as outbound.caFile, or in NODE_EXTRA_CA_CERTS.`
    : `The certificate is from an authority that is not trusted: the other side’s own, or that of a proxy that reads along. Name its file as outbound.caFile, or as ${caSetting}.`;
}

/** The same for the connection to a proxy. */
export function proxyHintFor(code: string): string | undefined {
  return isUnknownAuthority(code)
    ? 'The proxy’s certificate is from an authority that is not trusted. Name its file as outbound.caFile.'
    : hintFor(code, true, 'outbound.caFile');
}
