import { isLoopback, parseUrl } from '@drawbridge/core';
import type { TokenView } from '@drawbridge/rules';
import { withoutScheme } from '../provider-url.ts';
import { readSessionClaims, type SessionClaims } from './session-claims.ts';

/** What is known of the call, beside the token. What is not given is not known; it is not taken to be missing. */
export interface TrustContext {
  /** Twelve digits: the account of the role, in which its provider is, too. Default: that of `roleArn`. */
  readonly providerAccount?: string | undefined;
  /** Seconds since the epoch. */
  readonly now?: number | undefined;
  /** From where STS is called, as it sees it: not by a VPC endpoint. */
  readonly sourceIp?: string | undefined;
  /** The region of the STS that is called. */
  readonly region?: string | undefined;
  readonly roleArn?: string | undefined;
  /** The RoleSessionName of the call. */
  readonly sessionName?: string | undefined;
  readonly userAgent?: string | undefined;
  /** The tags of the role. */
  readonly roleTags?: Readonly<Record<string, string>> | undefined;
}

/** A call of AssumeRoleWithWebIdentity. */
export interface TrustRequest {
  readonly token: TokenView;
  readonly context: TrustContext;
  readonly session: SessionClaims;
  /** The issuer without its scheme. */
  readonly host: string;
  /** Whether a provider in IAM can be that of the issuer. */
  readonly isProvider: boolean;
}

export function toRequest(token: TokenView, context: TrustContext): TrustRequest {
  const { issuer } = token;
  return {
    token,
    context,
    session: readSessionClaims(token.claims),
    host: withoutScheme(issuer),
    isProvider: issuer.startsWith('https://') || isStandIn(issuer),
  };
}

/** What is on this machine may have http: it is for stand-ins of AWS, as in `parseProviderUrl`. */
function isStandIn(issuer: string): boolean {
  if (!issuer.startsWith('http://')) return false;
  const url = parseUrl(issuer);
  return url !== undefined && isLoopback(url);
}

/** The account of the role, in which its provider is, too. */
export function accountOf({ context }: TrustRequest): string | undefined {
  if (context.providerAccount !== undefined) return context.providerAccount;
  const account = context.roleArn?.split(':')[4];
  return account === '' ? undefined : account;
}
