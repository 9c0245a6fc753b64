import { type Clock, DrawbridgeError, epochSeconds, toDrawbridgeError } from '@drawbridge/core';
import type { HttpClient } from '@drawbridge/node';
import { type Provider, registerClient, type RegisteredClient } from '@drawbridge/oauth';
import type { ClientRecord } from './client-files.ts';

/** The client that a login needs. */
export interface WantedClient {
  readonly provider: Pick<Provider, 'issuer' | 'discoveryUrl' | 'registrationEndpoint'>;
  /** All of the login. */
  readonly redirectUris: readonly string[];
  readonly isDevice: boolean;
}

/** What a page of consent says: `Drawbridge wants to sign you in`, in the words of the provider. */
const CLIENT_NAME = 'Drawbridge';

/** Faults of which asking again makes nothing else: what the provider is, or what it allows. */
const LASTING: ReadonlySet<string> = new Set([
  'token_endpoint_refused',
  'token_endpoint_wrong',
  'token_endpoint_invalid',
]);

/**
 * Has the provider make a client. No scope is named: providers that have scopes for clients that name none give them
 * those of their realm, and Keycloak refuses a client that names `openid`.
 *
 * @throws {DrawbridgeError} `sign_in_unavailable`, with what to register by hand; `token_endpoint_…` for what may pass
 */
export async function registerNewClient(
  { provider, redirectUris, isDevice }: WantedClient,
  http: Pick<HttpClient, 'tokens'>,
  clock: Clock,
): Promise<ClientRecord> {
  const url = provider.registrationEndpoint;
  if (url === undefined) {
    const why = `${provider.discoveryUrl} names no registration_endpoint`;
    throw byHand(`no client is given, and none can be registered: ${why}`, redirectUris);
  }
  const { clientId, management } = await register(url);
  return {
    clientId,
    registeredAt: epochSeconds(clock),
    hasWorked: false,
    ...(management !== undefined && { management }),
  };

  async function register(endpoint: string): Promise<RegisteredClient> {
    const request = { redirectUris, clientName: CLIENT_NAME, isDevice, clock };
    try {
      return await registerClient({ url: endpoint, fetch: http.tokens() }, request);
    } catch (thrown) {
      const { code, message } = toDrawbridgeError(thrown);
      if (!LASTING.has(code)) throw thrown;
      throw byHand(`no client could be registered: ${message}`, redirectUris, thrown);
    }
  }
}

function byHand(detail: string, redirectUris: readonly string[], cause?: unknown): DrawbridgeError {
  return new DrawbridgeError('sign_in_unavailable', {
    detail,
    hint: `Register one by hand, a public one for native applications with the redirect ${redirectUris.length === 1 ? 'URI' : 'URIs'} ${redirectUris.join(' and ')}, and give its identifier by --client-id.`,
    ...(cause !== undefined && { cause }),
  });
}
