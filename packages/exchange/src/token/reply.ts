import type { Call, MintedToken, Reply } from '@drawbridge/core';
import { prefersJson } from './accept.ts';

/**
 * Hands a token over: bare, unless the caller asks for JSON, which then has the
 * members of RFC 8693 section 2.2.1.
 *
 * @param now - seconds since the epoch
 */
export function tokenReply(call: Call, { token, expiresAt }: MintedToken, now: number): Reply {
  const json = prefersJson(call);
  return {
    status: 200,
    headers: [
      ['content-type', json ? 'application/json' : 'application/jwt'],
      // RFC 6749 section 5.1.
      ['cache-control', 'no-store'],
      ['pragma', 'no-cache'],
      ['vary', 'accept'],
    ],
    body: json
      ? JSON.stringify({
          access_token: token,
          issued_token_type: 'urn:ietf:params:oauth:token-type:id_token',
          // The token proves an identity; it is not presented as a bearer access token.
          token_type: 'N_A',
          expires_in: expiresAt - now,
        })
      : token,
  };
}
