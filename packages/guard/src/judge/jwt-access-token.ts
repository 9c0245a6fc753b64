import { type Algorithm, member, type VerifiedToken } from '@drawbridge/core';
import type { AccessToken } from '../caller/access-token.ts';
import type { Claims } from '../caller/claims.ts';

/** An access token that was judged by its signature, over claims that are frozen. Neither `JSON.stringify` nor `util.inspect` shows it. */
export class JwtAccessToken implements AccessToken {
  readonly kind = 'jwt';
  readonly issuer: string;
  readonly claims: Claims;
  readonly expiresAt: number;
  readonly alg: Algorithm;
  readonly #verified: VerifiedToken;
  readonly #raw: string;

  constructor(verified: VerifiedToken, raw: string) {
    this.issuer = verified.issuer;
    this.claims = verified.claims;
    this.expiresAt = verified.expiresAt;
    this.alg = verified.alg;
    this.#verified = verified;
    this.#raw = raw;
  }

  get fingerprint(): string {
    return this.#verified.fingerprint;
  }

  get raw(): string {
    return this.#raw;
  }

  claim(name: string): unknown {
    return member(this.claims, name);
  }
}
