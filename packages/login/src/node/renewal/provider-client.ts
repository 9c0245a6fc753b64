import type { Clock } from '@drawbridge/core';
import type { HttpClient } from '@drawbridge/node';
import {
  type ClientAuthentication,
  clientCredentialsGrant,
  discoverEndpoint,
  type GivenEndpoint,
  refreshGrant,
  type TokenGrant,
} from '@drawbridge/oauth';
import type { LoginRecord } from '../cache/login-record.ts';

/** The client of a login, by whom its provider is asked. */
function clientOf({ settings, clientSecret }: LoginRecord): ClientAuthentication {
  const { clientId } = settings;
  return clientSecret === undefined
    ? { method: 'none', clientId }
    : { method: 'client_secret_basic', clientId, clientSecret };
}

/** Finds an endpoint of a login's provider when it is first needed. */
export function endpointOf(
  name: 'token_endpoint' | 'revocation_endpoint',
  record: LoginRecord,
  http: HttpClient,
  clock: Clock,
): Exclude<GivenEndpoint, { readonly url: string }> {
  const { issuer, discoveryUrl } = record.settings;
  return discoverEndpoint(name, {
    issuer,
    ...(discoveryUrl !== undefined && { discoveryUrl }),
    client: clientOf(record),
    fetch: http.tokens(),
    fetchDocument: http.fetchDocument,
    clock,
  });
}

/** How fresh tokens of a login are come by, where no person is needed for it. */
export function renewingGrant(record: LoginRecord, http: HttpClient, clock: Clock): TokenGrant {
  const endpoint = endpointOf('token_endpoint', record, http, clock);
  const { flow, scope } = record.settings;
  return flow === 'client-credentials'
    ? clientCredentialsGrant({ endpoint, scope, clock })
    : refreshGrant({ endpoint, clock });
}
