/** What a token endpoint gave (RFC 6749 section 5.1), and until when it is good. Times are seconds since the epoch. */
export interface TokenSet {
  readonly accessToken: string;
  /** How it is used: `Bearer`, `DPoP`, or as the endpoint has it. */
  readonly tokenType: string;
  /** When it was given. */
  readonly obtainedAt: number;
  /** By `expires_in`, or by the `exp` of a JWT. Not there: nobody said. */
  readonly expiresAt?: number;
  /** The one to use next: the old one, where the endpoint gave no other. */
  readonly refreshToken?: string;
  /** The newest that was given. A refresh need not give one. */
  readonly idToken?: string;
  readonly scope?: string;
}
