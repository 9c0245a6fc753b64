/**
 * What is in a cookie or token, as a person wants to see it: plain data. Unless it was asked for with `showTokens`, there is
 * no token in it, nor any part of one that opens anything, so whoever shows it cannot give one away.
 */
export interface Inspection {
  readonly input: InputKind;
  /** When it was looked at, in seconds since the epoch: all clocks are told from it. */
  readonly at: number;
  /** Whether tokens are in it as they are. */
  readonly showsTokens: boolean;
  /** Who the first token is of, until when, and what is known of its signature. Not there: no token could be read. */
  readonly summary?: string;
  /** From the outermost in. */
  readonly layers: readonly Layer[];
  readonly warnings: readonly Warning[];
}

/** What was given. */
export type InputKind =
  | 'cookie-field'
  | 'set-cookie-field'
  | 'authorization-field'
  | 'named-value'
  | 'value'
  | 'nothing';

/** What a layer is. */
type LayerKind =
  | 'cookie'
  | 'base64url'
  | 'gzip'
  | 'jwt'
  | 'jwe'
  | 'opaque'
  | 'sealed'
  | 'session'
  | 'unknown';

/** One wrapping, and what it tells. */
export interface Layer {
  readonly kind: LayerKind;
  /** The cookie, where it has a name; then the claims that lead to it: `VouchCookie`, `PIdToken`. */
  readonly path: readonly string[];
  readonly title: string;
  /** What it is, in sentences. */
  readonly about: string;
  /** Sizes, and what else is told of it. */
  readonly facts: readonly Fact[];
  /** Of a JWT (RFC 7515 section 4), and of a JWE (RFC 7516 section 4). */
  readonly header?: readonly Claim[];
  /** Of a JWT (RFC 7519 section 4). */
  readonly claims?: readonly Claim[];
  /** What the claims are called, where they are none of a JWT. */
  readonly claimsTitle?: string;
  readonly signature?: Signature;
  /** How each is done by hand. */
  readonly steps: readonly Step[];
}

/** Something about a layer. */
export interface Fact {
  readonly name: string;
  readonly value: string;
}

/** A member of a header or of a claims set. */
export interface Claim {
  readonly name: string;
  /** As JSON has it; tokens in it are masked, as far as they are. */
  readonly value: unknown;
  /** For a person: text as it is, all else as JSON. */
  readonly text: string;
  readonly isMasked: boolean;
  /** Seconds since the epoch, where it is a time that a calendar has. */
  readonly time?: number;
  /** How far away that is: `in 3 h 12 min`. */
  readonly clock?: string;
  /** What it says. Not there: a claim that nobody has defined. */
  readonly about?: string;
  /** The scope that such a claim comes with. */
  readonly scope?: string;
  /** Where that is written. */
  readonly source?: string;
}

/** What is known of a signature. */
export interface Signature {
  /** `not signed`: its algorithm is none. */
  readonly state: 'verified' | 'forged' | 'not checked' | 'not signed';
  readonly algorithm: string;
  /** By what, or why. */
  readonly why: string;
}

/** One command of a POSIX shell: reads the result of the step before it, writes its own. */
export interface Step {
  readonly does: string;
  /** Where its input comes from: `the cookie field`, `the claims of VouchCookie`. */
  readonly input: string;
  readonly line: string;
}

/** Something to know before it is trusted. */
export interface Warning {
  readonly code: WarningCode;
  readonly path: readonly string[];
  readonly text: string;
}

/** Each kind of warning. */
export type WarningCode =
  | 'algorithm_none'
  | 'algorithm_weak'
  | 'attribute_missing'
  | 'audience_several'
  | 'duplicate'
  | 'email_unverified'
  | 'expired'
  | 'id_token_expired'
  | 'no_expiry'
  | 'not_yet_valid'
  | 'part_missing'
  | 'refresh_token'
  | 'secret_short'
  | 'shared_with_hosts'
  | 'signature_forged'
  | 'too_large'
  | 'unreadable';
