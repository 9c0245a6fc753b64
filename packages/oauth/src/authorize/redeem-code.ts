import { type Clock, systemClock } from '@drawbridge/core';
import { valueOf } from '../attempt.ts';
import { TOKEN_ENDPOINT } from '../endpoint-words.ts';
import { toParameters } from '../parameters.ts';
import { requireIdToken } from '../require-id-token.ts';
import { requestTokenSet } from '../request-token-set.ts';
import { requireSafe } from '../require-safe.ts';
import type { TokenEndpoint } from '../token-endpoint.ts';
import type { TokenSet } from '../token-set.ts';

/** A code, and what proves that it was asked for by who brings it. */
export interface CodeRequest {
  readonly code: string;
  /** As it was sent to the authorization endpoint. */
  readonly redirectUri: string;
  readonly codeVerifier: string;
  readonly signal?: AbortSignal;
  /** Default: the machine's. */
  readonly clock?: Clock;
}

/**
 * Trades a code for tokens (RFC 6749 section 4.1.3, RFC 7636 section 4.5). It asks once: a code is good for one
 * request, and a server that sees it twice may end what came of it (section 4.1.2). The ID token is not verified yet.
 *
 * @param endpoint - of the provider, with its `client`: one without a secret has the method `none`
 * @throws {DrawbridgeError} `sign_in_refused` for an answer without an ID token; one of the codes that begin with
 *   `token_endpoint_`: the cause of `token_endpoint_refused` is a `Refusal`
 * @throws the signal's reason, when it is aborted
 */
export async function redeemCode(
  endpoint: TokenEndpoint,
  { code, redirectUri, codeVerifier, signal = new AbortController().signal, clock }: CodeRequest,
): Promise<TokenSet & { readonly idToken: string }> {
  requireSafe(endpoint.url, TOKEN_ENDPOINT);
  signal.throwIfAborted();
  const parameters = toParameters(
    { code, redirect_uri: redirectUri, code_verifier: codeVerifier },
    {},
  );
  const attempt = await requestTokenSet(
    endpoint,
    { grantType: 'authorization_code', parameters, secrets: [code, codeVerifier] },
    { left: Infinity, signal, clock: clock ?? systemClock },
  );
  return requireIdToken(valueOf(attempt), endpoint.url);
}
