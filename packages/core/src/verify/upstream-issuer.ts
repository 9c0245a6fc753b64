import type { Algorithm } from '../engine/algorithms.ts';
import type { KeySource } from '../jwks/key-source.ts';
import type { ANY_AUDIENCE } from './any-audience.ts';
import type { VerifiedToken } from './verified-token.ts';

/** Whose tokens a verifier accepts, and on which conditions. */
export interface UpstreamIssuer {
  /** Compared with the token's `iss` as a string: no case folding, no trailing slash added. */
  readonly issuer: string;
  /**
   * The token's `aud` must hold one of these (RFC 7519 section 4.1.3). `ANY_AUDIENCE` gives
   * that protection up.
   */
  readonly audiences: readonly string[] | typeof ANY_AUDIENCE;
  readonly keys: KeySource;
  /** The algorithms that this issuer may sign with. Default: every asymmetric one Drawbridge knows. */
  readonly algorithms?: readonly Algorithm[];
  /**
   * Claims that a token must have beside `iss`, `aud` and `exp`. Default: `sub` and `iat`, as
   * OpenID Connect Core 1.0 section 2 requires of an ID token.
   */
  readonly requiredClaims?: readonly string[];
  /** Seconds by which this issuer's clock and ours may differ. Default: 30. */
  readonly leeway?: number;
  /**
   * Seconds after its `iat` for which a token is accepted, however long it lives; it must
   * have an `iat` then. Default: no limit but its `exp`.
   */
  readonly maxTokenAge?: number;
  /**
   * What the header's `typ` may be (RFC 8725 section 3.11), without `application/` and in any case;
   * `undefined` stands for a token that has none. Default: that and `JWT`.
   */
  readonly types?: readonly (string | undefined)[];
  /** The longest token, in characters. Default: 20,000. */
  readonly maxTokenLength?: number;
  /**
   * Whether its tokens may be padded with `=`, which RFC 7515 section 2 forbids and load balancers of AWS do; the signature
   * is over the padded text. Default: false.
   */
  readonly paddedBase64?: boolean;
  /**
   * The header parameter that is held against {@link audiences} in place of `aud`, which need not be there then and is not
   * judged: `signer` in tokens of an AWS load balancer. Default: `aud` of the claims.
   */
  readonly audienceParameter?: string;
  /**
   * Judges what else is asked of a token, after all that is above. What it says must follow from the token alone: one
   * that is remembered is not judged again. It judges at once and returns nothing: where it answers a promise, or true or
   * false, no token is accepted. Default: nothing is asked.
   *
   * @throws {DrawbridgeError} when the token is not accepted; the verifier adds which token it is and whose
   */
  readonly check?: (token: VerifiedToken) => undefined;
}
