import { member } from '@drawbridge/core';
import type { AccessToken } from '../caller/access-token.ts';
import type { Claims } from '../caller/claims.ts';
import { mismatch } from './mismatch.ts';

/**
 * Claims that are about the same user as the access token: `sub` is there, in both, and the same text.
 *
 * @param what - what the claims are, for the message
 * @throws {DrawbridgeError} `token_mismatch`
 */
export function requireSameSubject(access: AccessToken, claims: Claims, what: string): void {
  const sub = access.claim('sub');
  if (!isName(sub)) {
    throw mismatch(access, `the access token has no sub, so nothing tells whose ${what} is`);
  }
  if (member(claims, 'sub') !== sub) {
    throw mismatch(access, `the sub of ${what} is not that of the access token`);
  }
}

/**
 * Claims that name no issuer (one of a userinfo endpoint need not, OpenID Connect Core 1.0 section 5.3.2), or that of the
 * access token: the same `sub` may be somebody else at another.
 *
 * @throws {DrawbridgeError} `token_mismatch`
 */
export function requireNoOtherIssuer(access: AccessToken, claims: Claims, what: string): void {
  const iss = member(claims, 'iss');
  if (iss === undefined || iss === access.issuer) return;
  throw mismatch(access, `the iss of ${what} is not that of the access token`);
}

/**
 * As {@link requireSameSubject}; and `iss` is the same too, and `sid` where both have one (OpenID Connect
 * Back-Channel Logout 1.0 section 2.1).
 *
 * @throws {DrawbridgeError} `token_mismatch`
 */
export function requireSameSession(access: AccessToken, claims: Claims, what: string): void {
  if (member(claims, 'iss') !== access.issuer) {
    throw mismatch(access, `the iss of ${what} is not that of the access token`);
  }
  requireSameSubject(access, claims, what);
  const [session, other] = [access.claim('sid'), member(claims, 'sid')];
  if (session === undefined || other === undefined) return;
  if (!isName(session) || session !== other) {
    throw mismatch(access, `the sid of ${what} is not that of the access token`);
  }
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
