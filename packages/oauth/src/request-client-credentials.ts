import { type Attempt, retry, type RetryPolicy, systemClock } from '@drawbridge/core';
import type { AttemptLimits } from './ask.ts';
import { TOKEN_ENDPOINT } from './endpoint-words.ts';
import { toParameters, type Wanted } from './parameters.ts';
import { requestTokenSet } from './request-token-set.ts';
import { requireSafe } from './require-safe.ts';
import type { TokenEndpoint } from './token-endpoint.ts';
import type { TokenSet } from './token-set.ts';

/** What a client asks for in its own name (RFC 6749 section 4.4). */
export interface ClientCredentialsRequest extends Wanted {
  readonly signal?: AbortSignal;
}

/**
 * Asks for tokens of the client itself (RFC 6749 section 4.4), trying again where that helps: see `retry`.
 *
 * @throws {DrawbridgeError} `token_endpoint_wrong` before anything is sent, when the address is neither https nor http
 *   on this machine; else one of the codes that begin with `token_endpoint_`, the last attempt's. The cause of
 *   `token_endpoint_refused` is a `Refusal`.
 * @throws the signal's reason, when it is aborted
 */
export async function requestClientCredentials(
  endpoint: TokenEndpoint,
  request: ClientCredentialsRequest = {},
  policy: RetryPolicy = {},
): Promise<TokenSet> {
  requireSafe(endpoint.url, TOKEN_ENDPOINT);
  const { signal = new AbortController().signal } = request;
  const { clock = systemClock } = policy;
  return retry(
    (left) => requestClientCredentialsOnce(endpoint, request, { left, signal, clock }),
    policy,
    signal,
  );
}

/** The same, asking once. */
export function requestClientCredentialsOnce(
  endpoint: TokenEndpoint,
  request: Wanted,
  limits: AttemptLimits,
): Promise<Attempt<TokenSet>> {
  const parameters = toParameters({ scope: request.scope }, request);
  return requestTokenSet(
    endpoint,
    { grantType: 'client_credentials', parameters, secrets: [] },
    limits,
  );
}
