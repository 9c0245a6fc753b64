import { type Clock, epochSeconds, mint, toDrawbridgeError } from '@drawbridge/core';
import {
  type Client,
  type ClientAuth,
  ClientSecretBasic,
  ClientSecretPost,
  None,
  TlsClientAuth,
} from 'oauth4webapi';
import { requireClient } from './require-client.ts';
import type { ClientAuthentication } from './token-endpoint.ts';

/** A client as oauth4webapi has it: what it is called, and what adds its proof to a request. */
interface AuthenticatedClient {
  readonly client: Client;
  readonly authenticate: ClientAuth;
}

/** Translates what the caller of this package gave. @param clock - what a JWT of the client is dated by */
export function toClient(
  given: ClientAuthentication | undefined,
  clock: Clock,
): AuthenticatedClient {
  requireClient(given);
  // It insists on a name; without a proof that sends it, it never leaves this process.
  if (given === undefined) return { client: { client_id: 'none' }, authenticate: () => {} };
  return { client: { client_id: given.clientId }, authenticate: proofOf(given, clock) };
}

function proofOf(given: ClientAuthentication, clock: Clock): ClientAuth {
  switch (given.method) {
    case 'none':
      return None();
    case 'client_secret_basic':
      return ClientSecretBasic(given.clientSecret);
    case 'client_secret_post':
      return ClientSecretPost(given.clientSecret);
    case 'tls_client_auth':
    case 'self_signed_tls_client_auth':
      return TlsClientAuth();
    case 'private_key_jwt':
      return assertion(given, clock);
  }
}

/** Seconds that an assertion is good for: it is used at once. */
const ASSERTION_LIFETIME = 60;
const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

type SigningClient = Extract<ClientAuthentication, { readonly method: 'private_key_jwt' }>;

/** RFC 7523 section 3. Each request has one of its own: a server may take it once. */
function assertion({ clientId, key, audience }: SigningClient, clock: Clock): ClientAuth {
  return async ({ issuer: endpoint }, _, body) => {
    const now = epochSeconds(clock);
    // A key that cannot sign is no network that fails.
    const { token } = await mint(key, {
      issuer: clientId,
      audiences: [audience ?? endpoint],
      now,
      expiresAt: now + ASSERTION_LIFETIME,
      claims: new Map([['sub', clientId]]),
    }).catch((thrown: unknown) => {
      throw toDrawbridgeError(thrown);
    });
    body.set('client_id', clientId);
    body.set('client_assertion_type', ASSERTION_TYPE);
    body.set('client_assertion', token);
  };
}
