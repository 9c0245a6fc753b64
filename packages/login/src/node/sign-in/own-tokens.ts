import { decodeToken, DrawbridgeError } from '@drawbridge/core';
import type { HttpClient } from '@drawbridge/node';
import {
  type ClientAuthentication,
  createIdTokenCheck,
  type Provider,
  requestClientCredentials,
} from '@drawbridge/oauth';
import type { IdentifiedTokens } from '../../kept/logins.ts';

/** A client that asks in its own name. */
export interface OwnTokensOptions {
  readonly provider: Provider;
  readonly client: ClientAuthentication;
  readonly scope: string;
  readonly http: HttpClient;
}

/**
 * Tokens of a client itself (RFC 6749 section 4.4). Where the provider gives no ID token for that, its access token is
 * what AWS is shown, and AWS judges it.
 *
 * @throws {DrawbridgeError} `sign_in_unavailable`, `sign_in_refused`, `token_…`, `token_endpoint_…`, `upstream_…`
 */
export async function ownTokens(options: OwnTokensOptions): Promise<IdentifiedTokens> {
  const { provider, client, scope, http } = options;
  if (provider.tokenEndpoint === undefined) {
    throw new DrawbridgeError('sign_in_unavailable', {
      detail: `${provider.discoveryUrl} names no token_endpoint, where a client could ask for a token`,
      hint: 'Ask whoever runs the provider.',
    });
  }
  const endpoint = { url: provider.tokenEndpoint, fetch: http.tokens(), client };
  const tokens = await requestClientCredentials(endpoint, { scope });
  const { idToken, accessToken } = tokens;
  if (idToken === undefined) return { ...tokens, idToken: requireJwt(accessToken, provider) };
  const fetchDocument = http.documents();
  const check = createIdTokenCheck({ provider, clientId: client.clientId, fetchDocument });
  await check.check(idToken, { accessToken });
  return { ...tokens, idToken };
}

function requireJwt(accessToken: string, { issuer }: Provider): string {
  try {
    decodeToken(accessToken, accessToken.length);
    return accessToken;
  } catch (thrown) {
    throw new DrawbridgeError('sign_in_refused', {
      detail: `${issuer} gave the client no ID token, and an access token that is no JWT`,
      hint: 'Have the provider give JWT access tokens to this client: nobody else can read others.',
      cause: thrown,
    });
  }
}
