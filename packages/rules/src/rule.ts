import type { Algorithm } from '@drawbridge/core';

/** A claim value that can be compared: types count, so `"1"` is not `1`. */
export type Scalar = string | number | boolean;

/** What a text claim must look like: `*` is any run of characters but `/`, `**` any run, `?` one character but `/`. */
export interface GlobCondition {
  readonly glob: string;
}

/** A regular expression in RE2's syntax, matched in linear time and against the whole of a text claim. */
export interface RegexCondition {
  readonly regex: string;
}

/** What one value must be: exactly this, one of these, or a text of this form. */
export type ValueCondition = Scalar | readonly Scalar[] | GlobCondition | RegexCondition;

/** A claim that is a list must hold an element that meets the condition. */
export interface HasCondition {
  readonly has: ValueCondition;
}

/** What a claim must be. A claim that is missing, or of another type, never meets a condition. */
export type Condition = ValueCondition | HasCondition;

/** Whose tokens a rule is about. Everything must hold. */
export interface RuleMatch {
  /** The upstream issuer, compared as a string. */
  readonly issuer: string;
  /** Conditions by claim. A name with dots that is no claim itself leads into nested objects. */
  readonly claims?: Readonly<Record<string, Condition>> | undefined;
  /** The authenticated caller must be this client, or one of these. Default: anybody may call. */
  readonly client?: string | readonly string[] | undefined;
}

/** Any JSON value; each text in it is a template. */
export type ClaimTree = Scalar | null | ClaimTree[] | { [name: string]: ClaimTree };

/** What a rule hands out. */
export interface RuleGrant {
  /**
   * What the minted token may be for: one audience, or several of which callers may ask for
   * any by name. Who asks for none gets the first.
   */
  readonly audience?: string | readonly string[] | undefined;
  /**
   * In place of `audience`: the minted token is for whatever the upstream token was for. **The
   * upstream, and not this rule, then says which relying party is opened.**
   */
  readonly passUpstreamAudience?: boolean | undefined;
  /** Claims to copy from the upstream token where it has them. Default: `sub` alone. */
  readonly copy?: readonly string[] | undefined;
  /**
   * Further claims. In each text, `{name}` stands for the upstream claim of that name, which the
   * token must then have; `{{` and `}}` are braces. A text that is one such name alone takes the
   * claim over with its type.
   */
  readonly claims?: { [name: string]: ClaimTree } | undefined;
  /** The most UTF-8 bytes that a minted claim may have, by claim. Default: 1,024 for templates. */
  readonly maxBytes?: Readonly<Record<string, number>> | undefined;
  /** Seconds that the token may live; it never outlives the upstream token. Default: 600. */
  readonly lifetime?: number | undefined;
  /** Signs with this algorithm and no other. Default: the caller's wish, or the exchange's default. */
  readonly algorithm?: Algorithm | undefined;
  /**
   * Each upstream token, known by its `jti` (RFC 7519 section 4.1.7), is exchanged once; the job that did so
   * can exchange it again with the renewal handle that it then got. A token without a `jti` is refused.
   */
  readonly once?: boolean | undefined;
}

/** One sentence of policy: who may get what. */
export interface Rule {
  /** Names the rule in logs and explanations. */
  readonly name: string;
  readonly match: RuleMatch;
  readonly grant: RuleGrant;
}
