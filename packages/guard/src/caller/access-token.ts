import type { Algorithm } from '@drawbridge/core';
import type { Claims } from './claims.ts';

/** The token that everything rests on, judged: by its signature, or by the issuer's own word. */
export interface AccessToken {
  /** A configured one. */
  readonly issuer: string;
  readonly claims: Claims;
  /** Seconds since the epoch. */
  readonly expiresAt: number;
  /** How it was judged. */
  readonly kind: 'jwt' | 'introspected';
  /** The algorithm of its signature; `undefined` for one that was introspected. */
  readonly alg: Algorithm | undefined;
  /** Its name in logs: the first 12 hexadecimal characters of its SHA-256. */
  readonly fingerprint: string;
  /** As it was forwarded, without a scheme. As secret as a password. */
  readonly raw: string;
  /** The claim's value; `undefined` when the token does not have it. */
  claim(name: string): unknown;
}
