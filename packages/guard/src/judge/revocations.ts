import type { AccessToken } from '../caller/access-token.ts';
import type { IdToken } from '../caller/id-token.ts';

/** Knows which tokens were ended before their time. */
export interface Revocations {
  /**
   * @param token - an access token. Where it has no `sid`, it has that of the ID token beside it
   * @throws {DrawbridgeError} `store_unavailable`
   */
  isRevoked(token: Pick<AccessToken, 'issuer' | 'claim'>): Promise<boolean>;
}

/**
 * An access token as a part of its session. A logout names the `sid` of the ID token (OpenID Connect Back-Channel
 * Logout 1.0 section 2.4), and many issuers write none into access tokens. One of ID claims without a signature
 * counts as well: whoever invents it can only be refused.
 *
 * @param id - found to belong to the access token: where both have a `sid`, it is the same
 */
export function inSession(
  access: AccessToken,
  id: IdToken | undefined,
): Pick<AccessToken, 'issuer' | 'claim'> {
  const sid = id?.claim('sid');
  if (sid === undefined || access.claim('sid') !== undefined) return access;
  return {
    issuer: access.issuer,
    claim: (name) => (name === 'sid' ? sid : access.claim(name)),
  };
}
