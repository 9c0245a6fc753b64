/**
 * Whose move it is when a fault occurs. Commands derive their exit code from it.
 *
 * - `request`: the caller's message is malformed; a hint may be shown to the caller
 * - `token`: the caller's token is not accepted
 * - `policy`: the token is good, but nothing allows what is asked; or what a command was to check does not pass
 * - `configuration`: the operator must change a setting, a flag or a file
 * - `upstream`: a service that Drawbridge depends on failed
 * - `busy`: a limit of this process is reached; trying again helps
 * - `person`: somebody was to do something, and did not
 * - `bug`: Drawbridge is wrong
 */
export type ErrorKind =
  | 'request'
  | 'token'
  | 'policy'
  | 'configuration'
  | 'upstream'
  | 'busy'
  | 'person'
  | 'bug';

/** One row of the fault table: what a fault means on the wire and to a person. */
export interface ErrorRow {
  readonly kind: ErrorKind;
  /** HTTP status of the reply. */
  readonly status: number;
  /**
   * `error` member of the reply: RFC 6749 sections 4.1.2.1 and 5.2, RFC 6750 section 3.1, RFC 8693 section 2.2.2.
   * `undefined` for who sent no token, and so made no error.
   */
  readonly error:
    | 'invalid_request'
    | 'invalid_client'
    | 'invalid_scope'
    | 'invalid_target'
    | 'unsupported_grant_type'
    | 'invalid_token'
    | 'insufficient_scope'
    | 'access_denied'
    | 'server_error'
    | 'temporarily_unavailable'
    | undefined;
  /** What any caller may read. It names no claim value, address or setting. */
  readonly message: string;
  /** Seconds after which a retry may succeed, for the Retry-After header. */
  readonly retryAfter?: number;
}

const request = { kind: 'request', error: 'invalid_request' } as const;
// RFC 8693 section 2.2.2: a subject token that is invalid for any reason, or
// unacceptable based on policy, is answered with invalid_request.
const token = { kind: 'token', status: 400, error: 'invalid_request' } as const;
// RFC 6750 section 3.1: what only an API that is called with a token can find.
const bearer = { kind: 'token', status: 401, error: 'invalid_token' } as const;
const configuration = { kind: 'configuration', status: 500, error: 'server_error' } as const;
const upstream = { kind: 'upstream', error: 'temporarily_unavailable', retryAfter: 5 } as const;

/**
 * Every fault of Drawbridge: code, status, `error` and public message. The page
 * docs/errors.md is held to this table by a test.
 */
export const ERRORS = {
  body_missing: { ...request, status: 400, message: 'The request has no body.' },
  body_too_large: { ...request, status: 413, message: 'The request body is over the limit.' },
  body_malformed: { ...request, status: 400, message: 'The request body cannot be parsed.' },
  media_type_unsupported: {
    ...request,
    status: 415,
    message: 'The Content-Type of the request is not supported.',
  },
  parameter_missing: { ...request, status: 400, message: 'A required parameter is missing.' },
  parameter_invalid: { ...request, status: 400, message: 'A parameter has a wrong value.' },
  grant_type_unsupported: {
    ...request,
    status: 400,
    error: 'unsupported_grant_type',
    message: 'This grant type is not supported.',
  },
  scope_unsupported: {
    ...request,
    status: 400,
    error: 'invalid_scope',
    message: 'Scopes are not supported.',
  },
  target_malformed: {
    ...request,
    status: 400,
    error: 'invalid_target',
    message: 'A resource has a wrong form.',
  },
  path_unknown: { ...request, status: 404, message: 'There is nothing at this path.' },
  method_not_allowed: {
    ...request,
    status: 405,
    message: 'This path does not support the method.',
  },
  request_malformed: { ...request, status: 400, message: 'The HTTP request is malformed.' },
  request_timeout: { ...request, status: 408, message: 'The request took too long to arrive.' },
  header_too_large: { ...request, status: 431, message: 'The request header is over the limit.' },

  token_too_large: { ...token, message: 'The token is over the limit.' },
  token_malformed: { ...token, message: 'The token is not a well-formed signed JWT.' },
  token_encrypted: { ...token, message: 'The token is encrypted; a signed JWT is needed.' },
  token_type_not_allowed: { ...token, message: 'A token of this type is not accepted here.' },
  issuer_unknown: { ...token, message: "The token's issuer is not accepted here." },
  algorithm_not_allowed: { ...token, message: "The token's algorithm is not accepted here." },
  header_not_supported: {
    ...token,
    message: 'The token header asks for an extension that is not supported.',
  },
  key_unknown: { ...token, message: "The token's key is not among its issuer's keys." },
  signature_invalid: { ...token, message: "The token's signature is not valid." },
  claim_missing: { ...token, message: 'The token lacks a required claim.' },
  claim_invalid: { ...token, message: 'A claim of the token has a wrong form.' },
  token_expired: { ...token, message: 'The token has expired.' },
  token_too_old: { ...token, message: 'The token was issued too long ago.' },
  token_used: { ...token, message: 'The token may be used once, and was used already.' },
  renewal_invalid: {
    ...token,
    message: 'The renewal handle does not belong to this token, or has ended.',
  },
  token_not_yet_valid: { ...token, message: 'The token is not valid yet.' },
  audience_mismatch: { ...token, message: 'The token is meant for another audience.' },

  credentials_missing: {
    ...bearer,
    error: undefined,
    message: 'The request lacks a token that it needs.',
  },
  credentials_malformed: {
    ...request,
    status: 400,
    message: 'A header field that carries a token is malformed.',
  },
  credentials_ambiguous: {
    ...request,
    status: 400,
    message: 'The request carries more than one token where there may be one.',
  },
  client_not_allowed: {
    ...bearer,
    message: 'The token was issued to a client that is not accepted here.',
  },
  token_bound: {
    ...bearer,
    message: 'The token is bound to a key, and bound tokens are not accepted here.',
  },
  token_mismatch: { ...bearer, message: 'The tokens of the request do not belong together.' },
  token_inactive: { ...bearer, message: 'The issuer says that the token is not active.' },
  token_revoked: { ...bearer, message: 'The token was ended before its time.' },
  scope_insufficient: {
    kind: 'policy',
    status: 403,
    error: 'insufficient_scope',
    message: 'The token does not grant what is needed here.',
  },
  proxy_unproven: {
    kind: 'policy',
    status: 403,
    error: 'access_denied',
    message: 'The request did not come by way of the proxy.',
  },

  rule_denied: {
    kind: 'policy',
    status: 400,
    error: 'invalid_request',
    message: 'No rule allows this token to be exchanged.',
  },
  access_denied: {
    kind: 'policy',
    status: 403,
    error: 'access_denied',
    message: 'No rule lets this request through.',
  },
  target_denied: {
    kind: 'policy',
    status: 400,
    error: 'invalid_target',
    message: 'No rule allows this token to be exchanged for what was asked for.',
  },
  client_unknown: {
    kind: 'policy',
    status: 401,
    error: 'invalid_client',
    message: 'The caller did not prove to be a client that may do this.',
  },
  claim_unfit: {
    kind: 'policy',
    status: 400,
    error: 'invalid_request',
    message: 'A claim of the token cannot be passed on.',
  },
  algorithm_unavailable: {
    ...request,
    status: 400,
    message: 'There is no signing key for the algorithm asked for.',
  },

  upstream_unreachable: {
    ...upstream,
    status: 502,
    message: 'The upstream issuer did not answer.',
  },
  upstream_invalid: {
    ...upstream,
    status: 502,
    message: 'The upstream issuer gave an answer that cannot be used.',
  },
  upstream_timeout: {
    ...upstream,
    status: 504,
    message: 'The upstream issuer did not answer in time.',
  },
  token_endpoint_refused: { ...token, message: 'The token endpoint refused the request.' },
  token_endpoint_wrong: {
    ...configuration,
    message: 'The address is not that of a token endpoint.',
  },
  token_endpoint_untrusted: {
    ...configuration,
    message: 'The token endpoint did not prove who it is.',
  },
  token_endpoint_unavailable: {
    ...upstream,
    status: 503,
    message: 'The token endpoint cannot answer for now.',
  },
  token_endpoint_unreachable: {
    ...upstream,
    status: 502,
    message: 'The token endpoint could not be reached.',
  },
  token_endpoint_invalid: {
    ...upstream,
    status: 502,
    message: 'The token endpoint gave an answer that cannot be used.',
  },
  token_endpoint_timeout: {
    ...upstream,
    status: 504,
    message: 'The token endpoint did not answer in time.',
  },
  sign_in_needed: {
    kind: 'token',
    status: 502,
    error: 'invalid_token',
    message:
      'The sign-in behind this has ended, or its token has expired and nothing renews it: a person must sign in again.',
  },
  sign_in_refused: { ...token, message: 'The provider did not sign the person in.' },
  sign_in_unavailable: {
    ...configuration,
    message: 'There is no way to sign in with these settings, or from this place.',
  },
  sign_in_timeout: {
    kind: 'person',
    status: 408,
    error: 'invalid_request',
    message: 'Nobody signed in within the time for it.',
  },
  remote_unreachable: {
    ...upstream,
    status: 502,
    message: 'The remote service could not be reached.',
  },
  remote_invalid: {
    ...upstream,
    status: 502,
    message: 'The remote service gave an answer that cannot be passed on.',
  },
  remote_timeout: {
    ...upstream,
    status: 504,
    message: 'The remote service did not answer in time.',
  },
  remote_untrusted: {
    ...configuration,
    status: 502,
    message: 'The remote service did not prove who it is.',
  },
  request_forbidden: {
    kind: 'policy',
    status: 403,
    error: 'access_denied',
    message: 'Requests of this kind are not passed on; the log says why.',
  },
  introspection_unavailable: {
    ...upstream,
    status: 503,
    message: 'The issuer of the token could not be asked about it.',
  },
  cloud_refused: {
    kind: 'policy',
    status: 403,
    error: 'access_denied',
    message: 'The cloud did not let the token in.',
  },
  cloud_setting_invalid: {
    ...configuration,
    message: 'The cloud was asked for something that it does not have or take.',
  },
  cloud_unavailable: {
    ...upstream,
    status: 503,
    message: 'The cloud cannot answer for now.',
  },
  cloud_unreachable: {
    ...upstream,
    status: 502,
    message: 'The cloud could not be reached.',
  },
  cloud_invalid: {
    ...upstream,
    status: 502,
    message: 'The cloud gave an answer that cannot be used.',
  },
  cloud_timeout: {
    ...upstream,
    status: 504,
    message: 'The cloud did not answer in time.',
  },
  cloud_untrusted: {
    ...configuration,
    message: 'The cloud did not prove who it is.',
  },
  job_token_missing: {
    ...configuration,
    message: 'The job has no token of its CI system.',
  },
  publish_refused: {
    ...configuration,
    message: 'The place that documents are published to does not take them.',
  },
  publish_failed: {
    ...upstream,
    status: 502,
    message: 'The documents could not be published.',
  },
  published_otherwise: {
    ...upstream,
    status: 502,
    message: 'What is public is not what was published.',
  },
  key_unpublished: {
    ...upstream,
    status: 503,
    message: 'No signing key has been seen at its public address yet.',
  },
  store_unavailable: {
    ...upstream,
    status: 503,
    message: 'The state that this needs cannot be reached.',
  },
  audit_unavailable: {
    ...upstream,
    status: 503,
    message: 'The decision cannot be recorded, so none is made.',
  },
  rate_limited: {
    kind: 'busy',
    status: 429,
    error: 'temporarily_unavailable',
    retryAfter: 60,
    message: 'There were too many requests; try again later.',
  },
  overloaded: {
    kind: 'busy',
    status: 503,
    error: 'temporarily_unavailable',
    retryAfter: 1,
    message: 'Too many requests are being served; try again shortly.',
  },

  config_invalid: { ...configuration, message: 'The configuration is not valid.' },
  usage_invalid: { ...configuration, message: 'The command line is not valid.' },
  check_failed: {
    kind: 'policy',
    status: 400,
    error: 'invalid_request',
    message: 'What was to be checked has faults.',
  },
  key_ring_unusable: { ...configuration, message: 'The key ring cannot be used.' },
  data_unusable: { ...configuration, message: 'The data folder cannot be used.' },
  address_unavailable: { ...configuration, message: 'The listening address cannot be used.' },

  internal: {
    kind: 'bug',
    status: 500,
    error: 'server_error',
    message: 'Something went wrong that is not your fault.',
  },
} as const satisfies Record<string, ErrorRow>;

/** The closed union of fault codes. */
export type ErrorCode = keyof typeof ERRORS;
