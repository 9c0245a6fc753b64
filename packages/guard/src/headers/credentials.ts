/** What the header fields of a request carry, each field there once and well-formed; nothing is verified yet. */
export interface Credentials {
  /** Without its scheme. */
  readonly access: string | undefined;
  /** A JWT. */
  readonly id: string | undefined;
  /** Base64 of JSON, still encoded. */
  readonly idClaims: string | undefined;
  /** Base64 of JSON, still encoded. */
  readonly userinfo: string | undefined;
  readonly refresh: string | undefined;
}
