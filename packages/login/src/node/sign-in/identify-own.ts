import { decodeToken, DrawbridgeError } from '@drawbridge/core';
import type { IdTokenCheck, TokenSet } from '@drawbridge/oauth';
import type { IdentifiedTokens } from '../../kept/logins.ts';

/** By whom a client's own tokens are judged. */
export interface OwnJudge {
  readonly issuer: string;
  readonly check: IdTokenCheck;
}

/**
 * Tokens of a client itself with what AWS is shown: the ID token, which is verified; where the provider gave none, the
 * access token, which AWS judges.
 *
 * @throws {DrawbridgeError} `sign_in_refused` where nobody but the provider can read the access token; what the check
 *   throws
 */
export async function identifyOwn(
  tokens: TokenSet,
  { issuer, check }: OwnJudge,
): Promise<IdentifiedTokens> {
  const { idToken, accessToken } = tokens;
  if (idToken === undefined) return { ...tokens, idToken: requireJwt(accessToken, issuer) };
  await check.check(idToken, { accessToken });
  return { ...tokens, idToken };
}

function requireJwt(accessToken: string, issuer: string): string {
  try {
    decodeToken(accessToken, accessToken.length);
    return accessToken;
  } catch (thrown) {
    throw new DrawbridgeError('sign_in_refused', {
      detail: `${issuer} gave the client no ID token, and an access token that is no JWT`,
      hint: 'Have the provider give JWT access tokens to this client: nobody else can read others.',
      cause: thrown,
    });
  }
}
