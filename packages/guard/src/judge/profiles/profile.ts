import type { VerifiedToken } from '@drawbridge/core';

/** What a profile asks of a token beyond its signature, times and audience. */
export interface Profile {
  /** What the header's `typ` may be, `undefined` for none. */
  readonly types: readonly (string | undefined)[];
  /** Beside `iss`, `aud` and `exp`, which every token must have. */
  readonly requiredClaims: readonly string[];
  /**
   * Judges the claims of a token whose signature is good.
   *
   * @throws {DrawbridgeError} `token_type_not_allowed`, `claim_invalid`
   */
  check(token: VerifiedToken): void;
}
