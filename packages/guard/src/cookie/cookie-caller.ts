import type { Claimant } from '../caller/claimant.ts';
import type { Claims } from '../caller/claims.ts';
import type { KeptToken } from './kept-token.ts';

/** Who is calling, by a cookie that was signed with a key of the guard. */
export interface CookieCaller extends Claimant {
  /** Never empty. */
  readonly username: string;
  /** `CustomClaims` of the cookie: what was kept of the userinfo. Empty where nothing was. */
  readonly claims: Claims;
  /** Seconds since the epoch; `undefined` for a cookie that does not end. */
  readonly expiresAt: number | undefined;
  /** The cookie's name in logs: the first 12 hexadecimal characters of the SHA-256 of its value. */
  readonly fingerprint: string;
  /** Where it is kept, as the other two. */
  readonly accessToken: KeptToken | undefined;
  readonly idToken: KeptToken | undefined;
  /** Whoever uses it may end the provider's grant, where the provider rotates refresh tokens. */
  readonly refreshToken: KeptToken | undefined;
}
