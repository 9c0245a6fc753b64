import type { Call, MintedToken, VerifiedToken } from '@drawbridge/core';
import type { Grant } from '@drawbridge/rules';

/** What is known of one crossing so far: each step of the token endpoint adds to it. */
export interface Attempt {
  readonly call: Call;
  /** IP address of the caller, behind the proxies that are trusted. */
  readonly address: string | undefined;
  /** The token that was presented, not yet looked at. */
  token?: string;
  /** The client that the caller proved to be. */
  client?: string | undefined;
  upstream?: VerifiedToken;
  grant?: Grant;
  minted?: MintedToken;
}

/** A text claim of the upstream token, if it has one of that name. */
export function textClaim(token: VerifiedToken, name: string): string | undefined {
  const value = token.claim(name);
  return typeof value === 'string' ? value : undefined;
}
