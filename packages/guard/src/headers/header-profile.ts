/** A header field that carries one token or one set of claims. */
export interface HeaderSource {
  /** In any case; compared without regard to it. */
  readonly name: string;
  /** The authentication scheme before the token (RFC 9110 section 11.4). Default: the value is the token. */
  readonly scheme?: 'Bearer';
}

/**
 * Which header fields a proxy fills, and with what. A profile is plain data: spread one to change a
 * field of it.
 */
export interface HeaderProfile {
  /** For messages. */
  readonly name: string;
  /**
   * Where the signed token is that everything rests on. The first field that is there counts; when a
   * later one is there too, both must hold the same token.
   */
  readonly access: readonly HeaderSource[];
  /** The ID token as the signed JWT. */
  readonly id?: HeaderSource;
  /** The claims of the ID token without their signature: base64 of JSON. */
  readonly idClaims?: HeaderSource;
  /** The answer of the userinfo endpoint: base64 of JSON. */
  readonly userinfo?: HeaderSource;
  /** The refresh token of the proxy's own session. */
  readonly refresh?: HeaderSource;
  /** Where the names are from, and when they were read. */
  readonly source: string;
}
