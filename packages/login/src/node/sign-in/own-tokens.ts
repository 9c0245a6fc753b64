import { DrawbridgeError } from '@drawbridge/core';
import type { HttpClient } from '@drawbridge/node';
import {
  type ClientAuthentication,
  createIdTokenCheck,
  type Provider,
  Refusal,
  requestClientCredentials,
  type TokenSet,
} from '@drawbridge/oauth';
import { authenticationOf, proofOf } from '../../client/client-proof.ts';
import { secretMethods } from '../../client/secret-methods.ts';
import type { IdentifiedTokens } from '../../kept/logins.ts';
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
 * what AWS is shown, and AWS judges it. Where the provider does not take the client so, and its document leaves open
 * whether a secret is sent by Basic or in the body, the other is tried once.
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
  const [tokens, client] = await askBySecret(options, async (by) => [
    await requestClientCredentials({ ...endpoint, client: by }, { scope }),
    by,
  ]);
  const fetchDocument = http.documents();
  const check = createIdTokenCheck({ provider, clientId: client.clientId, fetchDocument });
  return { tokens: await identifyOwn(tokens, { issuer: provider.issuer, check }), client };
}

type Asked = readonly [TokenSet, ClientAuthentication];

async function askBySecret(
  { provider, client }: OwnTokensOptions,
  ask: (client: ClientAuthentication) => Promise<Asked>,
): Promise<Asked> {
  try {
    return await ask(client);
  } catch (thrown) {
    const proof = proofOf(client);
    if (proof === undefined || !isUnproven(thrown)) throw thrown;
    const other = secretMethods(provider).find((method) => method !== proof.method);
    if (other === undefined) throw thrown;
    return ask(authenticationOf(client.clientId, { ...proof, method: other }));
  }
}

/** RFC 6749 section 5.2: the client was not believed, whatever else it asked for. */
function isUnproven(thrown: unknown): boolean {
  const { cause } = thrown as { readonly cause?: unknown };
  return cause instanceof Refusal && cause.error === 'invalid_client';
}
