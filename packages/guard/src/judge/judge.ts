import type { AccessToken } from '../caller/access-token.ts';

/** Judges access tokens of one or several issuers. */
export interface Judge {
  /**
   * @returns the token, found good
   * @throws {DrawbridgeError} at once or by promise: of kind `token` when it is not, of kind `upstream` or `busy`
   *   when that cannot be told now
   */
  judge(token: string): AccessToken | Promise<AccessToken>;
  /** Loads what the first request would wait for. */
  ready(): Promise<void>;
}

/**
 * Judges the tokens of an issuer by asking it (RFC 7662). `introspection` of
 * `@drawbridge/guard/introspection` makes one.
 */
export interface TokenIntrospection extends Judge {
  /** The issuer whose tokens these are; tokens that are JWTs come here when their `iss` is this. */
  readonly issuer: string;
  /** Address of its discovery document, for OpenAPI documents. */
  readonly openIdConnectUrl: string;
  /** Whether tokens that are no JWTs come here. One entry of a guard may say so. */
  readonly opaque: boolean;
}
