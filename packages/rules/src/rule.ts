/** Whose tokens a rule is about. Every condition must hold. */
export interface RuleMatch {
  /** The upstream issuer, compared as a string. */
  readonly issuer: string;
  /**
   * Claims that the token must have with exactly these values. A claim that is
   * missing, or is not a string, never matches.
   */
  readonly claims?: Readonly<Record<string, string>> | undefined;
}

/** What a rule hands out. */
export interface RuleGrant {
  /** The `aud` of the token that is minted. It is never taken from the upstream token. */
  readonly audience: string;
  /** Claims to copy from the upstream token. Default: `sub` alone. */
  readonly copy?: readonly string[] | undefined;
  /** Seconds that the token may live; it never outlives the upstream token. Default: 600. */
  readonly lifetime?: number | undefined;
}

/** One sentence of policy: who may get what. */
export interface Rule {
  /** Names the rule in logs and explanations. */
  readonly name: string;
  readonly match: RuleMatch;
  readonly grant: RuleGrant;
}
