import { type Attempt, epochSeconds } from '@drawbridge/core';
import type { AttemptLimits } from './ask.ts';
import { mapAttempt } from './attempt.ts';
import { requestToken, type TokenRequest } from './request-token.ts';
import type { TokenEndpoint } from './token-endpoint.ts';
import type { TokenSet } from './token-set.ts';
import { answeredTokenSet } from './to-token-set.ts';

/**
 * Asks a token endpoint once for a token set of bearer tokens.
 *
 * @throws the signal's reason, when it is aborted
 */
export async function requestTokenSet(
  endpoint: TokenEndpoint,
  request: TokenRequest,
  limits: AttemptLimits,
): Promise<Attempt<TokenSet>> {
  const sentAt = epochSeconds(limits.clock);
  const attempt = await requestToken(endpoint, request, limits);
  const now = epochSeconds(limits.clock);
  return mapAttempt(attempt, (answer) =>
    answeredTokenSet(answer, { url: endpoint.url, sentAt, now }),
  );
}
