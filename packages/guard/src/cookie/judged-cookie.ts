import { member } from '@drawbridge/core';
import type { VouchSession } from '@drawbridge/oauth';
import type { Claims } from '../caller/claims.ts';
import { hasRole } from '../caller/has-role.ts';
import { clientOf, NO_CLIENT, type RoleOptions } from '../caller/role-options.ts';
import type { CookieCaller } from './cookie-caller.ts';
import { KeptToken } from './kept-token.ts';

const NO_CLAIMS: Claims = Object.freeze({});

/** A {@link CookieCaller} over a session whose claims are frozen. */
export class JudgedCookie implements CookieCaller {
  readonly username: string;
  readonly claims: Claims;
  readonly expiresAt: number | undefined;
  readonly fingerprint: string;
  readonly accessToken: KeptToken | undefined;
  readonly idToken: KeptToken | undefined;
  readonly refreshToken: KeptToken | undefined;

  constructor(session: VouchSession, fingerprint: string) {
    this.username = session.username;
    this.claims = session.customClaims ?? NO_CLAIMS;
    this.expiresAt = session.expiresAt;
    this.fingerprint = fingerprint;
    this.accessToken = kept(session.accessToken);
    this.idToken = kept(session.idToken);
    this.refreshToken = kept(session.refreshToken);
  }

  claim(name: string): unknown {
    return member(this.claims, name);
  }

  hasRole(role: string, options: RoleOptions = NO_CLIENT): boolean {
    return hasRole(this.claims, role, clientOf(role, options));
  }
}

function kept(token: string | undefined): KeptToken | undefined {
  return token === undefined ? undefined : new KeptToken(token);
}
