/** A document as a stranger gets it, or why not. */
export interface SeenDocument {
  readonly url: string;
  /** Why there was no answer, in a sentence. */
  readonly fault?: string;
  /** The fault as Node and OpenSSL name it, where they do: `ECONNREFUSED`, `CERT_HAS_EXPIRED`. */
  readonly code?: string;
  /** What to do about the fault, in sentences. */
  readonly advice?: string;
  /** Whether nobody was asked, for the address is none that may be. */
  readonly isUnasked?: boolean;
  readonly status?: number;
  /** The header fields of the answer, their names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** Whether it is longer than what was read of it. */
  readonly isCut: boolean;
  /** From the first packet to the last byte. */
  readonly milliseconds: number;
}

/** A certificate of the chain that a server sends, or one of an authority that it stands on. */
export interface SeenCertificate {
  readonly subject: string;
  readonly issuer: string;
  /** Milliseconds since 1970. */
  readonly ends: number;
}

/** How a server proved who it is. */
export interface SeenTls {
  /** Why it is not trusted, as OpenSSL and Node name it: `CERT_HAS_EXPIRED`, `ERR_TLS_CERT_ALTNAME_INVALID`. */
  readonly fault?: string;
  /** The server's own first. */
  readonly chain: readonly SeenCertificate[];
}

/** All that a stranger sees of an issuer. */
export interface SeenIssuer {
  readonly issuer: string;
  /** What its name stands for; none where that could not be told. */
  readonly addresses: readonly string[];
  /** Nothing for plain http, or where the server was not reached. */
  readonly tls?: SeenTls;
  readonly discovery: SeenDocument;
  /** Nothing where discovery does not name it. */
  readonly jwks?: SeenDocument;
  /** When that was, in milliseconds since 1970. */
  readonly now: number;
}
