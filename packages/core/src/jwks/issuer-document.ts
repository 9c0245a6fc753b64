import type { Algorithm } from '../engine/algorithms.ts';

/** What an issuer that only signs says of itself. */
export interface IssuerDocumentOptions {
  readonly issuer: string;
  /** Where its JWK Set is, after the issuer. Default: `/.well-known/jwks.json`. */
  readonly jwksPath?: string;
  readonly algorithms: readonly Algorithm[];
  /** The claims that its tokens may have, in the order to tell them. */
  readonly claims: readonly string[];
}

/** Where the JWK Set of an issuer of ours is, after the issuer, unless it is said to be elsewhere. */
export const JWKS_PATH = '/.well-known/jwks.json';

/**
 * The discovery document of an issuer without endpoints (OpenID Connect Discovery 1.0 section 3): the six members that
 * AWS asks for, and no more. It has no authorization endpoint, so it does not claim one.
 */
export function issuerDocument(options: IssuerDocumentOptions): Readonly<Record<string, unknown>> {
  const { issuer, jwksPath = JWKS_PATH, algorithms, claims } = options;
  return {
    issuer,
    jwks_uri: `${issuer.replace(/\/$/, '')}${jwksPath}`,
    response_types_supported: ['id_token'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: algorithms,
    claims_supported: claims,
  };
}
