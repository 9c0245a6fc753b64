import { type Clock, DrawbridgeError } from '@drawbridge/core';
import type { HttpClient } from '@drawbridge/node';
import {
  type ClientAuthentication,
  createIdTokenCheck,
  discoverEndpoint,
  discoverProvider,
  type FoundProvider,
  type GivenEndpoint,
  signInGrant,
  type TokenGrant,
} from '@drawbridge/oauth';
import { authenticationOf } from '../../client/client-proof.ts';
import type { LoginRecord } from '../cache/login-record.ts';
import { ownGrant } from './own-grant.ts';

/** The client of a login, by whom its provider is asked. */
function clientOf({ settings, clientProof }: LoginRecord): ClientAuthentication {
  return authenticationOf(settings.clientId, clientProof);
}

/** Finds where a login's provider ends tokens, when it is first needed. */
export function revocationEndpoint(
  record: LoginRecord,
  http: HttpClient,
  clock: Clock,
): Exclude<GivenEndpoint, { readonly url: string }> {
  const { issuer, discoveryUrl } = record.settings;
  return discoverEndpoint('revocation_endpoint', {
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
  const { issuer, flow, scope } = record.settings;
  const find = () => findProvider(record, http, clock);
  return flow === 'client-credentials'
    ? ownGrant({ issuer, find, scope, clock })
    : signInGrant({ find, clock });
}

async function findProvider(
  record: LoginRecord,
  http: HttpClient,
  clock: Clock,
): Promise<FoundProvider> {
  const { issuer, discoveryUrl, clientId } = record.settings;
  const { fetchDocument } = http;
  const provider = await discoverProvider({ issuer, discoveryUrl, fetchDocument });
  const { tokenEndpoint: url, discoveryUrl: source } = provider;
  if (url === undefined) {
    throw new DrawbridgeError('upstream_invalid', {
      detail: `${source} names no token_endpoint`,
      hint: 'Ask whoever runs the provider: it had one when the login was made.',
    });
  }
  return {
    endpoint: { url, fetch: http.tokens(), client: clientOf(record) },
    check: createIdTokenCheck({ provider, clientId, fetchDocument, clock }),
  };
}
