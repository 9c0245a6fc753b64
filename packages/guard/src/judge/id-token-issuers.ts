import type { IdTokenIssuer } from '../identity/cross-check.ts';
import type { JwtJudgeOptions } from './create-jwt-judge.ts';
import { createIdTokenVerifier } from './id-token-verifier.ts';

const WITHOUT_KEYS: IdTokenIssuer = { verifyIdToken: undefined };

/**
 * Makes what says, by the issuer of an access token, how the ID token beside it is judged. One that is only asked about
 * its tokens has no keys.
 */
export function createIdTokenIssuers(options: JwtJudgeOptions): (issuer: string) => IdTokenIssuer {
  if (options.issuers.length === 0) return () => WITHOUT_KEYS;
  const verify = createIdTokenVerifier(options);
  const known = new Map(
    options.issuers.map(({ issuer, options: { idTokenAudience } }): [string, IdTokenIssuer] => [
      issuer,
      {
        idTokenAudience: typeof idTokenAudience === 'string' ? [idTokenAudience] : idTokenAudience,
        verifyIdToken: (text) => verify(text, issuer),
      },
    ]),
  );
  return (issuer) => known.get(issuer) ?? WITHOUT_KEYS;
}
