import { retry, type RetryPolicy, systemClock } from '@drawbridge/core';
import { mayBeLost } from './attempt.ts';
import { TOKEN_ENDPOINT } from './endpoint-words.ts';
import { refreshOnce, type RefreshRequest } from './refresh-once.ts';
import { requireSafe } from './require-safe.ts';
import type { TokenEndpoint } from './token-endpoint.ts';
import type { TokenSet } from './token-set.ts';

/**
 * Refreshes tokens (RFC 6749 section 6), trying again where that helps: see `retry`. The refresh token that was sent,
 * the ID token and the scope that are held stay in the set where the endpoint gives no others.
 *
 * A lost answer is asked for again, and soon. Where each refresh token may be used once, the one that was sent may have
 * been used up by then, and a server that is told of it twice may take that for theft and end the whole sign-in. But
 * the token that would have come instead is lost as well: who does not ask again has to sign in for certain. Who asks
 * at once meets the time of grace that many servers give for this case (10 to 60 seconds is usual), or the server
 * never got the request. If it is refused then, the message says that an earlier attempt may be why.
 *
 * @throws {DrawbridgeError} `sign_in_needed`, which is final, when the endpoint does not take the refresh token any more
 *   (its cause is a `Refusal`), or gave the tokens of somebody else; `token_endpoint_wrong` before anything is sent,
 *   when the address is neither https nor http on this machine; else one of the codes that begin with
 *   `token_endpoint_`, the last attempt's. The cause of `token_endpoint_refused` is a `Refusal`.
 * @throws the signal's reason, when it is aborted
 */
export async function refreshTokens(
  endpoint: TokenEndpoint,
  request: RefreshRequest,
  policy: RetryPolicy = {},
): Promise<TokenSet> {
  requireSafe(endpoint.url, TOKEN_ENDPOINT);
  const { signal = new AbortController().signal } = request;
  const { clock = systemClock } = policy;
  let isLost = false;
  return retry(
    async (left) => {
      const attempt = await refreshOnce(endpoint, request, { left, signal, clock }, isLost);
      isLost ||= mayBeLost(attempt);
      return attempt;
    },
    policy,
    signal,
  );
}
