import type { LoginRequest } from './login-request.ts';
import type { ParcelKind } from './parcels.ts';

/** One way to a provider and back, in a cookie of the auth host. */
export interface SignInAttempt {
  /** Name of the provider that was asked: nobody else's answer is taken for it. */
  readonly provider: string;
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
  /** Where the answer comes: a path of the auth host. */
  readonly path: string;
  readonly request: LoginRequest;
}

/**
 * Seconds. People reset a password on the way, or look for a second factor: longer than a request lasts, for whoever comes back
 * late is signed in all the same, and sent round to the app once more.
 */
export const ATTEMPT_TIME = 1800;
/** Seconds that the cookie stays, for a browser that comes back even later to be told so, and led on. */
export const ATTEMPT_COOKIE_TIME = 86_400;

/** As a cookie. */
export const ATTEMPT: ParcelKind<SignInAttempt> = { context: 'attempt' };
