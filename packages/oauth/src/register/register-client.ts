import { type Clock, systemClock } from '@drawbridge/core';
import { dynamicClientRegistrationRequest } from 'oauth4webapi';
import { ask } from '../ask.ts';
import { valueOf } from '../attempt.ts';
import { REGISTRATION_ENDPOINT } from '../endpoint-words.ts';
import { requireSafe } from '../require-safe.ts';
import type { TokenRequestInit } from '../token-endpoint.ts';
import { type RegisteredClient, toRegisteredClient } from './registered-client.ts';

/** Where clients register, and how it is asked. `tokens()` of the HTTP client of `@drawbridge/node` is such a `fetch`. */
export interface RegistrationEndpoint {
  /** `registrationEndpoint` of the provider. */
  readonly url: string;
  readonly fetch: (
    url: string,
    init: Omit<TokenRequestInit, 'body'> & { readonly body: string },
  ) => Promise<Response>;
  /** Milliseconds. Default: 20,000. */
  readonly timeout?: number;
}

/** The client that is wanted. */
export interface RegistrationRequest {
  /** All that will be used: a client is not changed later. */
  readonly redirectUris: readonly string[];
  /** What the provider shows to the person, who is asked whether it may sign in. */
  readonly clientName: string;
  /** Scopes with a space between them, where the provider gives no others without it. */
  readonly scope?: string | undefined;
  /** Whether it signs in by device codes too. A provider may refuse a client that asks for what it does not have. Default: false. */
  readonly isDevice?: boolean;
  readonly signal?: AbortSignal;
  /** Default: the machine's. */
  readonly clock?: Clock;
}

const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';

/**
 * Has a provider make a client: a native one that is public (RFC 7591, OpenID Connect Dynamic Client Registration 1.0,
 * RFC 8252 section 8.4). It asks once; what it makes is there for good, so it is to be kept.
 *
 * @throws {DrawbridgeError} one of the codes that begin with `token_endpoint_`: `token_endpoint_refused` when the provider
 *   refuses, `token_endpoint_wrong` where there is no such endpoint, `token_endpoint_invalid` for a client that is not
 *   the one that was asked for
 * @throws the signal's reason, when it is aborted
 */
export async function registerClient(
  endpoint: RegistrationEndpoint,
  request: RegistrationRequest,
): Promise<RegisteredClient> {
  const { url } = endpoint;
  requireSafe(url, REGISTRATION_ENDPOINT);
  const { redirectUris, clientName, scope, isDevice = false } = request;
  const { signal = new AbortController().signal, clock = systemClock } = request;
  signal.throwIfAborted();
  const metadata = {
    application_type: 'native',
    client_name: clientName,
    grant_types: ['authorization_code', 'refresh_token', ...(isDevice ? [DEVICE_GRANT] : [])],
    redirect_uris: [...redirectUris],
    response_types: ['code'],
    token_endpoint_auth_method: 'none',
    ...(scope !== undefined && { scope }),
  };
  const attempt = await ask(
    endpoint,
    {
      words: REGISTRATION_ENDPOINT,
      secrets: [],
      isMade: true,
      send: (server, _, __, options) => dynamicClientRegistrationRequest(server, metadata, options),
      judge: async (_, __, ___, members) => toRegisteredClient(members, redirectUris, url),
    },
    { left: Infinity, signal, clock },
  );
  return valueOf(attempt);
}
