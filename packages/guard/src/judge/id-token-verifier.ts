import {
  ANY_AUDIENCE,
  type Clock,
  createVerifier,
  DrawbridgeError,
  type Engine,
  type TokenCacheOptions,
  type UpstreamIssuer,
  type VerifiedToken,
} from '@drawbridge/core';
import type { ResolvedIssuer } from './resolved-issuer.ts';

/**
 * Verifies an ID token by the keys of an issuer: signature, times, and that it is no token of another kind. Whom it is
 * meant for and whether it belongs to the access token is for others to judge.
 *
 * @param issuer - of the access token beside it
 * @throws {DrawbridgeError} of kind `token` when it is not good, `token_mismatch` when it is another issuer's; of
 *   kind `upstream` or `busy` when that cannot be told now
 */
export type VerifyIdToken = (text: string, issuer: string) => Promise<VerifiedToken>;

/** Makes a {@link VerifyIdToken} for these issuers, of which there is one at least. */
export function createIdTokenVerifier(options: {
  readonly issuers: readonly ResolvedIssuer[];
  readonly engine: Engine;
  readonly clock: Clock;
  readonly cache: TokenCacheOptions;
}): VerifyIdToken {
  const { issuers, ...parts } = options;
  const verifier = createVerifier({ issuers: issuers.map(toUpstream), ...parts });

  return async (text, issuer) => {
    const token = await verifier.verify(text);
    if (token.issuer !== issuer) {
      throw new DrawbridgeError('token_mismatch', {
        detail: `the ID token is of ${token.issuer}, the access token of ${issuer}`,
        token: token.fingerprint,
        issuer: token.issuer,
      });
    }
    return token;
  };
}

function toUpstream({ issuer, keys, options }: ResolvedIssuer): UpstreamIssuer {
  const { algorithms, leeway, maxTokenLength } = options;
  return {
    issuer,
    keys,
    audiences: ANY_AUDIENCE,
    types: [undefined, 'JWT'],
    check: checkKind,
    ...(algorithms !== undefined && { algorithms }),
    ...(leeway !== undefined && { leeway }),
    ...(maxTokenLength !== undefined && { maxTokenLength }),
  };
}

/** Access, refresh and logout tokens of one issuer are signed with the same keys (RFC 8725 section 2.8). */
function checkKind(token: VerifiedToken): undefined {
  const typ = token.claim('typ');
  const use = token.claim('token_use');
  if (
    (typ === undefined || typ === 'ID') &&
    (use === undefined || use === 'id') &&
    token.claim('events') === undefined
  ) {
    return;
  }
  throw new DrawbridgeError('token_type_not_allowed', {
    detail:
      'the token in the field of the ID token is no ID token, by its claims typ, token_use or events',
  });
}
