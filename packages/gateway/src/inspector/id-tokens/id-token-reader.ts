import type { JsonObject } from '@drawbridge/core';

/** What was read of an ID token. */
export interface ReadIdToken {
  /** `undefined` for what is no JWT. */
  readonly claims: JsonObject | undefined;
  /**
   * Sentences: what whoever believes the claims should know first. Empty: a configured issuer signed it, and it has neither
   * ended nor is it still to begin.
   */
  readonly warnings: readonly string[];
}

/** Reads ID tokens, and holds each against the keys of its issuer. */
export interface IdTokenReader {
  /** It never rejects: what is wrong with a token is told in words, and so is an issuer that does not answer. */
  read(idToken: string): Promise<ReadIdToken>;
}
