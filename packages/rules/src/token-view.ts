import type { JsonObject } from '@drawbridge/core';

/** What rules look at of a token. A `VerifiedToken` is one; so is a token that nobody verified. */
export interface TokenView {
  readonly issuer: string;
  readonly claims: JsonObject;
}

/** What a caller asks for, beside the token. */
export interface Ask {
  /** The audiences and resources that the new token should be for; empty: the rule's default. */
  readonly audiences: readonly string[];
  /** The client that the caller proved to be. */
  readonly client?: string | undefined;
}

/** A caller that says nothing beside the token. */
export const ASK_NOTHING: Ask = { audiences: [] };
