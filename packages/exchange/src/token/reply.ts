import type { Call, MintedToken, Reply } from '@drawbridge/core';
import { prefersJson, prefersJwt } from './accept.ts';
import { RENEWAL_HEADER, RENEWAL_PARAMETER } from './once/renewal-handle.ts';
import type { TokenRequest } from './request.ts';

/** Whether a token is handed over in JSON, or bare. */
export type WantsJson = (call: Call, request: TokenRequest) => boolean;

/** JSON for who asks for it, and for who speaks RFC 8693 and does not ask for the bare token. */
export const wantsJson: WantsJson = (call, { named }) =>
  named ? !prefersJwt(call) : prefersJson(call);

/**
 * Hands a token over, bare or in JSON with the members of RFC 8693 section 2.2.1.
 *
 * @param now - seconds since the epoch
 * @param renewalHandle - what renews this token, told once
 */
export function tokenReply(
  json: boolean,
  { issuedTokenType }: TokenRequest,
  { token, expiresAt }: MintedToken,
  now: number,
  renewalHandle?: string,
): Reply {
  return {
    status: 200,
    headers: [
      ['content-type', json ? 'application/json' : 'application/jwt'],
      // RFC 6749 section 5.1.
      ['cache-control', 'no-store'],
      ['pragma', 'no-cache'],
      ['vary', 'accept'],
      ...(json || renewalHandle === undefined ? [] : ([[RENEWAL_HEADER, renewalHandle]] as const)),
    ],
    body: json
      ? JSON.stringify({
          access_token: token,
          issued_token_type: issuedTokenType,
          // The token proves an identity; it is not presented as a bearer access token.
          token_type: 'N_A',
          expires_in: expiresAt - now,
          ...(renewalHandle !== undefined && { [RENEWAL_PARAMETER]: renewalHandle }),
        })
      : token,
  };
}
