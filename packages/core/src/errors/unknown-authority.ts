/** What OpenSSL finds in a chain of certificates of which no authority is known; OpenSSL, `X509_verify_cert_error_string`. */
const UNKNOWN_AUTHORITY: ReadonlySet<string> = new Set([
  'CERT_UNTRUSTED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  // An authority between is known here, and the one above it is not.
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

/**
 * Whether a certificate is not trusted for want of its authority alone, which somebody else may know: nothing else is wrong with
 * it as far as that was looked at.
 *
 * @param code - as Node and OpenSSL name the fault: `SELF_SIGNED_CERT_IN_CHAIN`
 */
export function isUnknownAuthority(code: string): boolean {
  return UNKNOWN_AUTHORITY.has(code);
}
