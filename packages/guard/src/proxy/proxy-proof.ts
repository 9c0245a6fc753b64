/**
 * How a proxy proves that a request comes from it. Everything that is given must hold. Without it,
 * whoever reaches the service directly can add unsigned headers of their own to their own token.
 */
export interface ProxyProof {
  /** Addresses, or ranges of them in CIDR notation, that the connection must come from. */
  readonly addresses?: readonly string[];
  /** The connection must be one of mutual TLS, by a certificate for one of these names. */
  readonly certificate?: {
    /** Whole, without regard to case. */
    readonly dnsNames?: readonly string[];
    /** Whole, such as that of a SPIFFE identity. */
    readonly uris?: readonly string[];
  };
  /** A header field that only the proxy can fill. Several values are for changing it without a gap. */
  readonly header?: {
    readonly name: string;
    /** Each at least 32 characters. */
    readonly values: readonly string[];
  };
}
