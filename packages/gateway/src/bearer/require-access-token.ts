import { DrawbridgeError, member, otherKindFault, type VerifiedToken } from '@drawbridge/core';

/**
 * Refuses what can be told to be no access token: an issuer signs ID tokens and logout tokens with the same keys, and an ID token
 * was given to a client, which may hand it on to anybody.
 *
 * A `nonce` is that of a sign-in (OpenID Connect Core 1.0 section 2). Keycloak wrote it into access tokens too before its release
 * 24; those, and tokens of RFC 9068, say by their `typ` what they are. It cannot always be told: an audience that no ID token has
 * keeps the rest out.
 *
 * @throws {DrawbridgeError} `token_type_not_allowed`
 */
export function requireAccessToken({ header, claims }: Pick<VerifiedToken, 'header' | 'claims'>) {
  const fault = otherKindFault(claims) ?? nonceFault(header, claims);
  if (fault === undefined) return undefined;
  throw new DrawbridgeError('token_type_not_allowed', {
    detail: fault,
    hint: 'Send the access token. It has to be asked for with an audience of its own, so that no ID token is taken for it.',
  });
}

function nonceFault(
  header: VerifiedToken['header'],
  claims: VerifiedToken['claims'],
): string | undefined {
  if (member(claims, 'nonce') === undefined) return undefined;
  if (member(header, 'typ') === 'at+jwt' || member(claims, 'typ') === 'Bearer') return undefined;
  return 'the token is no access token: it has the nonce of a sign-in';
}
