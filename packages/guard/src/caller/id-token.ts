import { type JsonObject, member } from '@drawbridge/core';
import type { Claims } from './claims.ts';

/** What a proxy forwarded of an ID token, found to belong to the access token beside it. */
export class IdToken {
  /**
   * Whether the claims come from a verified signature. Where they do not, `iss` and `sub` are those of
   * the access token, and everything else is the word of whoever sent the request.
   */
  readonly signed: boolean;
  readonly claims: Claims;
  readonly #raw: string;

  constructor(signed: boolean, claims: JsonObject, raw: string) {
    this.signed = signed;
    this.claims = claims;
    this.#raw = raw;
  }

  /** As it was forwarded: a JWT when {@link signed}, else base64 of JSON. */
  get raw(): string {
    return this.#raw;
  }

  /** The claim's value; `undefined` when there is none. */
  claim(name: string): unknown {
    return member(this.claims, name);
  }
}
