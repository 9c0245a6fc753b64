import type { JsonObject } from '@drawbridge/core';

/** An ID token, read. */
export interface ReadIdToken {
  /** `undefined` for what is no JWT. */
  readonly claims: JsonObject | undefined;
  /** Whether a configured issuer signed it. One that has expired is verified all the same, and said to have. */
  readonly isVerified: boolean;
  /** Sentences: what whoever believes the claims should know first. Empty: nothing. */
  readonly warnings: readonly string[];
}

/** Reads ID tokens, and holds each against the keys of its issuer. */
export interface IdTokens {
  /** It never rejects: what is wrong with a token is told in words, and so is an issuer that does not answer. */
  read(idToken: string): Promise<ReadIdToken>;
}
