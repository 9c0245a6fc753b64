import { member } from '@drawbridge/core';
import type { AccessToken } from './access-token.ts';
import type { Caller } from './caller.ts';
import type { Claims } from './claims.ts';
import { clientIdOf } from './client-id-of.ts';
import { hasRole } from './has-role.ts';
import type { IdToken } from './id-token.ts';
import type { RefreshToken } from './refresh-token.ts';
import { clientOf, NO_CLIENT, type RoleOptions } from './role-options.ts';
import { scopesOf } from './scopes-of.ts';
import { textOf } from './text-of.ts';

/** A {@link Caller} over tokens that were judged, whichever are there. What is asked of it is worked out when it is asked. */
export class JudgedCaller implements Caller {
  readonly access: AccessToken;
  readonly id: IdToken | undefined;
  readonly refresh: RefreshToken | undefined;
  readonly userinfo: Claims | undefined;

  constructor(
    access: AccessToken,
    id: IdToken | undefined,
    refresh: RefreshToken | undefined,
    userinfo: Claims | undefined,
  ) {
    this.access = access;
    this.id = id;
    this.refresh = refresh;
    this.userinfo = userinfo;
  }

  get issuer(): string {
    return this.access.issuer;
  }

  get subject(): string | undefined {
    return textOf(this.access.claim('sub'));
  }

  get clientId(): string | undefined {
    return clientIdOf(this.access.claims);
  }

  get scopes(): readonly string[] {
    return scopesOf(this.access.claims);
  }

  claim(name: string): unknown {
    const own = this.access.claim(name);
    if (own !== undefined || this.id?.signed !== true) return own;
    return this.id.claim(name);
  }

  displayClaim(name: string): unknown {
    const signed = this.claim(name);
    if (signed !== undefined) return signed;
    const forwarded = this.id?.claim(name);
    if (forwarded !== undefined || this.userinfo === undefined) return forwarded;
    return member(this.userinfo, name);
  }

  hasScope(...scopes: readonly string[]): boolean {
    const granted = this.scopes;
    return scopes.every((scope) => granted.includes(scope));
  }

  hasRole(role: string, options: RoleOptions = NO_CLIENT): boolean {
    return hasRole(this.access.claims, role, clientOf(role, options));
  }
}
