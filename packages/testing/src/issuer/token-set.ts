import { epochSeconds } from '@drawbridge/core';
import type { AccessTokenProfile } from './access-claims.ts';
import { halfHash } from './half-hash.ts';
import type { Grant, RefreshFamilies } from './refresh-families.ts';
import type { Signer } from './signer.ts';

/** What a client has after somebody signed in (RFC 6749 section 5.1, OpenID Connect Core 1.0 section 3.1.3.3). */
export interface TestTokenSet {
  /** A JWT. */
  readonly accessToken: string;
  /** A JWT, with `at_hash` of the access token. */
  readonly idToken?: string;
  readonly refreshToken?: string;
  readonly scope: string;
  /** Seconds. */
  readonly expiresIn: number;
}

/** Makes the tokens of a grant. @param refreshToken - that goes with them */
export async function makeTokenSet(
  signer: Signer,
  grant: Grant,
  options: { readonly profile: AccessTokenProfile; readonly isFirst: boolean },
  refreshToken?: string,
): Promise<TestTokenSet> {
  const { clientId, scope, claims, idToken } = grant;
  const { profile, isFirst } = options;
  const accessToken = await signer.issueAccess(claims, { profile, clientId, scope });
  const hasIdToken = idToken === 'always' || (idToken === 'first' && isFirst);
  return {
    accessToken,
    ...(hasIdToken && { idToken: await makeIdToken(signer, grant, accessToken) }),
    ...(refreshToken !== undefined && { refreshToken }),
    scope,
    expiresIn: 300,
  };
}

/** An ID token for the client of a grant, that belongs to an access token. */
async function makeIdToken(
  signer: Signer,
  { clientId, claims }: Grant,
  accessToken: string,
): Promise<string> {
  const { alg } = signer.key();
  return signer.issue({
    ...claims,
    // Whom an access token is for is nothing to the client.
    aud: clientId,
    azp: clientId,
    auth_time: epochSeconds(signer.clock),
    at_hash: await halfHash(alg, accessToken),
  });
}

/** The first tokens of a grant. */
export function beginGrant(
  signer: Signer,
  families: RefreshFamilies,
  grant: Grant,
  profile: AccessTokenProfile,
): Promise<TestTokenSet> {
  const refreshToken = grant.refresh === 'none' ? undefined : families.begin(grant);
  return makeTokenSet(signer, grant, { profile, isFirst: true }, refreshToken);
}
