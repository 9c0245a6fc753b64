import type { Algorithm, Awaitable } from '@drawbridge/core';
import type { AccessToken } from '../caller/access-token.ts';
import type { Claims } from '../caller/claims.ts';
import { IdToken } from '../caller/id-token.ts';
import type { Credentials } from '../headers/credentials.ts';
import { decodeClaims } from '../headers/decode-claims.ts';
import type { HeaderProfile } from '../headers/header-profile.ts';
import { type AtHashPolicy, type HalfHash, requireAtHash } from './at-hash.ts';
import { requireAudience } from './id-token-audience.ts';
import { mismatch } from './mismatch.ts';
import { requireNoOtherIssuer, requireSameSession, requireSameSubject } from './same-subject.ts';

/** A signed ID token whose signature and times were found good. */
interface VerifiedIdToken {
  readonly alg: Algorithm;
  readonly claims: Claims;
}

/** What the issuer of the access token has to do with ID tokens. */
export interface IdTokenIssuer {
  /** The client ids of which an ID token's `aud` must hold one. Default: the access token's `azp`, else its `client_id`. */
  readonly idTokenAudience?: readonly string[] | undefined;
  /**
   * Judges signature, issuer and times; the audience is not its business. `undefined` for an issuer without keys.
   *
   * @throws {DrawbridgeError} when the token is not good, or the keys cannot be had
   */
  readonly verifyIdToken: ((text: string) => Awaitable<VerifiedIdToken>) | undefined;
}

/** What a check goes by. */
export interface CrossCheckOptions {
  readonly profile: Pick<HeaderProfile, 'idClaims' | 'userinfo'>;
  readonly atHash: AtHashPolicy;
  readonly halfHash: HalfHash;
}

/** What was forwarded beside the access token, found to belong to it. */
export interface Companions {
  readonly id: IdToken | undefined;
  /** Not signed. */
  readonly userinfo: Claims | undefined;
}

/**
 * Finds what belongs to an access token.
 *
 * @throws {DrawbridgeError} `token_mismatch` when something does not, `credentials_malformed` when claims cannot be
 *   decoded, and what the verification of a signed ID token throws
 */
export type CrossCheck = (
  access: AccessToken,
  credentials: Credentials,
  issuer: IdTokenIssuer,
) => Awaitable<Companions>;

const ALONE: Companions = Object.freeze({ id: undefined, userinfo: undefined });
const SIGNED = 'the ID token';
const UNSIGNED = 'the forwarded ID claims';

/**
 * Makes a {@link CrossCheck}. A client may send a good access token of its own together with what is somebody else's, or
 * invented; so whatever is beside the access token must be about the same user of the same issuer.
 */
export function createCrossCheck({ profile, atHash, halfHash }: CrossCheckOptions): CrossCheck {
  const claimsField = profile.idClaims?.name ?? 'of the ID claims';
  const userinfoField = profile.userinfo?.name ?? 'of the userinfo';

  async function signedToken(
    access: AccessToken,
    text: string,
    { idTokenAudience, verifyIdToken }: IdTokenIssuer,
  ): Promise<IdToken> {
    if (verifyIdToken === undefined) {
      throw mismatch(
        access,
        'there are no keys to verify the signed ID token with',
        'Leave the ID token out of the header profile for an issuer that is only asked by introspection.',
      );
    }
    const { alg, claims } = await verifyIdToken(text);
    requireSameSession(access, claims, SIGNED);
    requireAudience(access, claims, idTokenAudience);
    await requireAtHash(access, claims, alg, atHash, halfHash);
    return new IdToken(true, claims, text);
  }

  /**
   * `exp` is not judged: the proxy's session outlives the ID token with which it began, the same claims are
   * forwarded until it ends, and who could forge them could forge that too. The access token's `exp` counts.
   */
  async function unsignedToken(access: AccessToken, text: string): Promise<IdToken> {
    const claims = decodeClaims(text, claimsField);
    requireSameSession(access, claims, UNSIGNED);
    await requireAtHash(access, claims, access.alg, atHash, halfHash);
    return new IdToken(false, claims, text);
  }

  async function idToken(
    access: AccessToken,
    { id, idClaims }: Credentials,
    issuer: IdTokenIssuer,
  ): Promise<IdToken | undefined> {
    if (id === undefined) {
      return idClaims === undefined ? undefined : unsignedToken(access, idClaims);
    }
    // What is signed counts. Claims of somebody else beside it say that the proxy lets fields through.
    if (idClaims !== undefined) {
      requireSameSession(access, decodeClaims(idClaims, claimsField), UNSIGNED);
    }
    return signedToken(access, id, issuer);
  }

  function userinfoOf(access: AccessToken, text: string | undefined): Claims | undefined {
    if (text === undefined) return undefined;
    const claims = decodeClaims(text, userinfoField);
    // OpenID Connect Core 1.0 section 5.3.2: what has another sub must not be used.
    requireSameSubject(access, claims, 'the userinfo');
    requireNoOtherIssuer(access, claims, 'the userinfo');
    return claims;
  }

  async function check(
    access: AccessToken,
    credentials: Credentials,
    issuer: IdTokenIssuer,
  ): Promise<Companions> {
    const userinfo = userinfoOf(access, credentials.userinfo);
    return { id: await idToken(access, credentials, issuer), userinfo };
  }

  return (access, credentials, issuer) => {
    const { id, idClaims, userinfo } = credentials;
    // Most requests carry an access token alone, and need no promise.
    if (id === undefined && idClaims === undefined && userinfo === undefined) return ALONE;
    return check(access, credentials, issuer);
  };
}
