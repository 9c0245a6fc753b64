/**
 * What holds for an upstream issuer where nobody says otherwise. Options, settings and their
 * reference all take it from here.
 */
export const UPSTREAM_DEFAULTS = Object.freeze({
  /** Seconds by which its clock and ours may differ. */
  leeway: 30,
  /** As OpenID Connect Core 1.0 section 2 requires of an ID token, beside `iss`, `aud` and `exp`. */
  requiredClaims: Object.freeze(['sub', 'iat'] as const),
  /** `typ` of a token's header: an ID token has none, or this. */
  types: Object.freeze([undefined, 'JWT'] as const),
  /** Characters of a token. AWS takes no more. */
  tokenLength: 20_000,
  /** Bytes of a JWK Set. */
  jwksBytes: 524_288,
  /** Keys of a JWK Set that tokens can be verified with. */
  jwksKeys: 100,
  /** Seconds after which keys are loaded anew. */
  maxAge: 600,
  /** Seconds between two loads for the sake of unknown keys. */
  coolDown: 30,
  /** Seconds after the last success for which keys serve while loads fail. */
  staleFor: 86_400,
});
