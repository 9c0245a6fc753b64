import type { CelProgram } from '../../cel/index.ts';

/** How an API server lets tokens of other issuers in: a structured authentication configuration that was read and judged. */
export interface AuthenticationConfiguration {
  /** Where it comes from: a file for `--authentication-config`, or the flags `--oidc-…`. */
  readonly source: 'file' | 'flags';
  /** At most one for an issuer. */
  readonly authenticators: readonly JwtAuthenticator[];
}

/** What makes a user of the tokens of one issuer. */
export interface JwtAuthenticator {
  /** Its place in the configuration: `jwt[0]`. */
  readonly path: string;
  readonly issuer: {
    /** Exactly the `iss` of the tokens. */
    readonly url: string;
    /** Where its discovery document is, if not below the issuer. */
    readonly discoveryUrl?: string;
    /** PEM of the authorities of its documents' server, where the host's own do not count. */
    readonly certificateAuthority?: string;
    /** At least one. One of a token's has to be among them. */
    readonly audiences: readonly string[];
  };
  /** The algorithms of its tokens. With the flags, RS256 alone unless they say more; else every one that API servers know. */
  readonly algorithms: readonly string[];
  /** In the order of the configuration. */
  readonly claimRules: readonly (RequiredClaim | ExpressionRule)[];
  readonly username: PrefixedClaim | Expression;
  readonly groups?: PrefixedClaim | Expression;
  readonly uid?: Claim | Expression;
  readonly extra: readonly ExtraMapping[];
  readonly userRules: readonly ExpressionRule[];
}

/** A claim, taken as it is. */
export interface Claim {
  readonly claim: string;
}

/** A claim with text before it. */
export interface PrefixedClaim extends Claim {
  /** May be empty. */
  readonly prefix: string;
}

/** An expression of CEL over the claims, or over the user. */
export interface Expression {
  /** As it is written. */
  readonly expression: string;
  readonly program: CelProgram;
}

/** A claim has to be this text. */
export interface RequiredClaim extends Claim {
  readonly path: string;
  readonly value: string;
}

/** An expression has to be true. */
export interface ExpressionRule extends Expression {
  readonly path: string;
  /** What the API server logs where it is not. */
  readonly message?: string;
}

/** What else an API server is told of a user. */
export interface ExtraMapping extends Expression {
  readonly path: string;
  readonly key: string;
}
