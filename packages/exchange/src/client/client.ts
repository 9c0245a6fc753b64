/** A caller that can prove who it is. What is given here must all be proven. */
export interface Client {
  /** Its `client_id`. */
  readonly id: string;
  /** Its `client_secret` (RFC 6749 section 2.3.1). */
  readonly secret?: string;
  /** The TLS certificate that it presents (RFC 8705 section 2). */
  readonly certificate?: ClientCertificate;
}

/** What a client's certificate must be; everything that is given must hold. */
export interface ClientCertificate {
  /** SHA-256 of the certificate (DER), in hexadecimal. */
  readonly sha256?: string;
  /** A DNS name that a trusted authority certified. */
  readonly dns?: string;
  /** A URI that a trusted authority certified. */
  readonly uri?: string;
}
