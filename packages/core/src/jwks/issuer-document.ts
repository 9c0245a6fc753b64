import type { Algorithm } from '../engine/algorithms.ts';

/** What an issuer that only signs says of itself. */
export interface IssuerDocumentOptions {
  readonly issuer: string;
  /** Where its JWK Set is, after the issuer. Default: `/.well-known/jwks.json`. */
  readonly jwksPath?: string;
  readonly algorithms: readonly Algorithm[];
  /** The claims that its tokens may have, in the order to tell them. */
  readonly claims: readonly string[];
  /**
   * Adds `authorization_endpoint`, which OpenID Connect Discovery 1.0 section 3 requires and readers of documents in a
   * bucket look for. It is `urn:drawbridge:no-authorization-endpoint`: there is none. Default: false.
   */
  readonly withAuthorizationEndpoint?: boolean;
}

/** Where the JWK Set of an issuer of ours is, after the issuer, unless it is said to be elsewhere. */
export const JWKS_PATH = '/.well-known/jwks.json';

/** Stands for the endpoint that an issuer of files does not have: a URN, which nobody can be sent to. */
const NO_AUTHORIZATION_ENDPOINT = 'urn:drawbridge:no-authorization-endpoint';

/**
 * The discovery document of an issuer without endpoints (OpenID Connect Discovery 1.0 section 3): the six members that
 * AWS asks for, and no more unless a seventh is wished for.
 */
export function issuerDocument(options: IssuerDocumentOptions): Readonly<Record<string, unknown>> {
  const { issuer, jwksPath = JWKS_PATH, algorithms, claims, withAuthorizationEndpoint } = options;
  return {
    issuer,
    jwks_uri: `${issuer.replace(/\/$/, '')}${jwksPath}`,
    response_types_supported: ['id_token'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: algorithms,
    claims_supported: claims,
    ...(withAuthorizationEndpoint === true && {
      authorization_endpoint: NO_AUTHORIZATION_ENDPOINT,
    }),
  };
}
