/** What the site of an issuer is to be hosted as. */
export interface Hosting {
  /** The issuer; `undefined` where the address of the host becomes it. */
  readonly issuer?: string | undefined;
  /** Where the JWK Set is below the issuer. */
  readonly jwksPath: string;
}
