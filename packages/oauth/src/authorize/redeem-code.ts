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

/** A code of a server that may be none of OpenID Connect. */
export interface PlainCodeRequest extends Omit<CodeRequest, 'redirectUri' | 'codeVerifier'> {
  /** Not there: none was sent to the authorization endpoint (RFC 6749 section 4.1.3). */
  readonly redirectUri?: string | undefined;
  /** Not there: no challenge was sent. */
  readonly codeVerifier?: string | undefined;
  /** What the token should be for, as AD FS has it. */
  readonly resource?: string | undefined;
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
  request: CodeRequest,
): Promise<TokenSet & { readonly idToken: string }> {
  return requireIdToken(await redeemPlainCode(endpoint, request), endpoint.url);
}

/**
 * The same at a server that may be none of OpenID Connect, and give no ID token.
 *
 * @throws {DrawbridgeError} one of the codes that begin with `token_endpoint_`
 * @throws the signal's reason, when it is aborted
 */
export async function redeemPlainCode(
  endpoint: TokenEndpoint,
  request: PlainCodeRequest,
): Promise<TokenSet> {
  requireSafe(endpoint.url, TOKEN_ENDPOINT);
  const { signal = new AbortController().signal, clock = systemClock } = request;
  signal.throwIfAborted();
  const asked = {
    grantType: 'authorization_code',
    ...codeParameters(request),
    // https://docs.github.com/en/apps/oauth-apps/maintaining-oauth-apps/troubleshooting-oauth-app-access-token-request-errors
    isRefusedByWords: true,
  };
  return valueOf(await requestTokenSet(endpoint, asked, { left: Infinity, signal, clock }));
}

/** What is sent along with a code, and what of it must not be in a message. */
export function codeParameters({ code, redirectUri, codeVerifier, resource }: PlainCodeRequest): {
  readonly parameters: URLSearchParams;
  readonly secrets: readonly string[];
} {
  const single = { code, redirect_uri: redirectUri, code_verifier: codeVerifier, resource };
  return {
    parameters: toParameters(single, {}),
    secrets: codeVerifier === undefined ? [code] : [code, codeVerifier],
  };
}
