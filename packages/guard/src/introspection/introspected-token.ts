import { member } from '@drawbridge/core';
import type { AccessToken } from '../caller/access-token.ts';
import type { Claims } from '../caller/claims.ts';

/** An access token that its issuer called active. Neither `JSON.stringify` nor `util.inspect` shows it. */
export class IntrospectedToken implements AccessToken {
  readonly kind = 'introspected';
  readonly alg = undefined;
  readonly issuer: string;
  readonly claims: Claims;
  readonly expiresAt: number;
  readonly fingerprint: string;
  readonly #raw: string;

  /** @param claims - frozen all through */
  constructor(token: Pick<AccessToken, 'issuer' | 'claims' | 'expiresAt' | 'fingerprint' | 'raw'>) {
    this.issuer = token.issuer;
    this.claims = token.claims;
    this.expiresAt = token.expiresAt;
    this.fingerprint = token.fingerprint;
    this.#raw = token.raw;
  }

  get raw(): string {
    return this.#raw;
  }

  claim(name: string): unknown {
    return member(this.claims, name);
  }
}
