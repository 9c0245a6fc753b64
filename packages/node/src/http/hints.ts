const UNKNOWN_AUTHORITY =
  'The certificate is from an authority that is not trusted. Name its file as caFile of the upstream, as outbound.caFile, or in NODE_EXTRA_CA_CERTS.';
const INSPECTED =
  'The certificate is from an authority that is not trusted: the upstream’s own, or that of a proxy that reads along. Name its file as outbound.caFile, or as caFile of the upstream.';
const SELF_SIGNED =
  'The certificate is self-signed. Name its file as caFile of the upstream, as outbound.caFile, or in NODE_EXTRA_CA_CERTS.';

/** Sentences for the codes that operators meet most. */
const HINTS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'Nothing listens there. Check host and port, and that the service is up.',
  ENOTFOUND: 'The host name cannot be resolved. Check its spelling and the DNS of this machine.',
  EAI_AGAIN: 'The DNS of this machine does not answer.',
  SELF_SIGNED_CERT_IN_CHAIN: UNKNOWN_AUTHORITY,
  DEPTH_ZERO_SELF_SIGNED_CERT: SELF_SIGNED,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNKNOWN_AUTHORITY,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNKNOWN_AUTHORITY,
  ERR_TLS_CERT_ALTNAME_INVALID:
    'The certificate is for another host name. Use an address that is named in it.',
  CERT_HAS_EXPIRED: 'The certificate has expired; the service must renew it.',
};

/**
 * What to do about a fault of an outbound connection.
 *
 * @param isDirect - whether no proxy was on the way
 */
export function hintFor(code: string, isDirect: boolean): string | undefined {
  const hint = Object.hasOwn(HINTS, code) ? HINTS[code] : undefined;
  return hint === UNKNOWN_AUTHORITY && !isDirect ? INSPECTED : hint;
}

/** The same for the connection to a proxy. */
export function proxyHintFor(code: string): string | undefined {
  const hint = hintFor(code, true);
  return hint === UNKNOWN_AUTHORITY || hint === SELF_SIGNED
    ? 'The proxy’s certificate is from an authority that is not trusted. Name its file as outbound.caFile.'
    : hint;
}
