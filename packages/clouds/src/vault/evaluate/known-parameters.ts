/**
 * Parameters of a role, of Vault 1.21 and OpenBao 2.6 (Vault API documentation and OpenBao API documentation, "JWT/OIDC auth
 * method"; `tokenutil`, "token parameters"; read 2026-11). Those that a login by token does not look at are named too, so that they pass for nothing else.
 */
export const ROLE_PARAMETERS: ReadonlySet<string> = new Set([
  'name',
  'role_type',
  'bound_audiences',
  'user_claim',
  'user_claim_json_pointer',
  'clock_skew_leeway',
  'expiration_leeway',
  'not_before_leeway',
  'bound_subject',
  'bound_claims',
  'bound_claims_type',
  'groups_claim',
  'claim_mappings',
  'oidc_scopes',
  'oauth2_metadata',
  'allowed_redirect_uris',
  'callback_mode',
  'poll_interval',
  'oidc_disable_confirmation',
  'verbose_oidc_logging',
  'max_age',
  'token_policies_template_claims',
  'alias_metadata',
  'token_ttl',
  'token_max_ttl',
  'token_policies',
  'token_bound_cidrs',
  'token_explicit_max_ttl',
  'token_no_default_policy',
  'token_num_uses',
  'token_period',
  'token_type',
  'token_strictly_bind_ip',
  'policies',
  'bound_cidrs',
  'num_uses',
  'ttl',
  'max_ttl',
  'period',
]);

/** Parameters of a mount's configuration, as {@link ROLE_PARAMETERS}. */
export const CONFIG_PARAMETERS: ReadonlySet<string> = new Set([
  'oidc_discovery_url',
  'oidc_discovery_ca_pem',
  'oidc_client_id',
  'oidc_client_secret',
  'oidc_response_mode',
  'oidc_response_types',
  'default_role',
  'jwt_validation_pubkeys',
  'jwt_supported_algs',
  'jwks_url',
  'jwks_pairs',
  'jwks_ca_pem',
  'bound_issuer',
  'provider_config',
  'namespace_in_state',
  'unsupported_critical_cert_extensions',
  'override_allowed_server_names',
  'skip_jwks_validation',
  'status',
]);

/** The names that are no parameter. */
export function unknownAmong(
  names: readonly string[],
  known: ReadonlySet<string>,
): readonly string[] {
  return names.filter((name) => !known.has(name));
}
