import { DrawbridgeError } from '@drawbridge/core';
import type { HttpClient } from '@drawbridge/node';
import {
  type ClientAuthentication,
  createIdTokenCheck,
  type Provider,
  requestClientCredentials,
} from '@drawbridge/oauth';
import type { IdentifiedTokens } from '../../kept/logins.ts';
import { askAsTaken } from './ask-as-taken.ts';
import { identifyOwn } from './identify-own.ts';

/** A client that asks in its own name. */
export interface OwnTokensOptions {
  readonly provider: Provider;
  readonly client: ClientAuthentication;
  readonly scope: string;
  readonly http: HttpClient;
}

/** What a client got for itself. */
export interface OwnTokens {
  readonly tokens: IdentifiedTokens;
  /** As the provider took it. */
  readonly client: ClientAuthentication;
}

/**
 * Tokens of a client itself (RFC 6749 section 4.4). Where the provider gives no ID token for that, its access token is
 * what AWS is shown, and AWS judges it.
 *
 * @throws {DrawbridgeError} `sign_in_unavailable`, `sign_in_refused`, `token_…`, `token_endpoint_…`, `upstream_…`
 */
export async function ownTokens(options: OwnTokensOptions): Promise<OwnTokens> {
  const { provider, scope, http } = options;
  if (provider.tokenEndpoint === undefined) {
    throw new DrawbridgeError('sign_in_unavailable', {
      detail: `${provider.discoveryUrl} names no token_endpoint, where a client could ask for a token`,
      hint: 'Ask whoever runs the provider.',
    });
  }
  const endpoint = { url: provider.tokenEndpoint, fetch: http.tokens() };
  const [tokens, client] = await askAsTaken(options, (by) =>
    requestClientCredentials({ ...endpoint, client: by }, { scope }),
  );
  const fetchDocument = http.documents();
  const check = createIdTokenCheck({ provider, clientId: client.clientId, fetchDocument });
  return { tokens: await identifyOwn(tokens, { issuer: provider.issuer, check }), client };
}
