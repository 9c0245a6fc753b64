/** Every setting that oidc-token-proxy reads. */
export const SETTINGS: ReadonlySet<string> = new Set([
  'jwks_file',
  'signing_key_ids',
  'default_signing_alg',
  'issuer',
  'upstream_issuer',
  'upstream_jwks_uri',
  'upstream_jwks_file',
  'upstream_jwks_cache_max_age',
  'upstream_timeout',
  'clone_upstream_claims',
  'extra_request_headers',
]);
