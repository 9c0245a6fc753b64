import type { JsonObject } from '@drawbridge/core';

/** What Vouch Proxy keeps of a sign-in in its cookie: the claims of its JWT, by the names that the field has for them. */
export interface VouchSession {
  /** `username`: whom `/validate` tells. */
  readonly username: string;
  /** `CustomClaims`: claims of the userinfo that its configuration keeps. */
  readonly customClaims?: JsonObject | undefined;
  /** `PAccessToken`: the provider's access token, where it is kept. */
  readonly accessToken?: string | undefined;
  /** `PIdToken`. **It was verified by whoever wrote the cookie, if at all.** */
  readonly idToken?: string | undefined;
  /** `PRefreshToken`, of FABRIC's Vouch Proxy alone. */
  readonly refreshToken?: string | undefined;
  /** `aud`: one text, the domains of the cookie with commas between. */
  readonly audience: string;
  /** `exp`: seconds since the epoch; `undefined` where the cookie has none, and does not end. */
  readonly expiresAt: number | undefined;
  /** `iss`: a name that nobody checks. */
  readonly issuer: string;
}
