import { type Clock, epochSeconds, mint, toDrawbridgeError } from '@drawbridge/core';
import {
  type Client,
  type ClientAuth,
  ClientSecretBasic,
  ClientSecretPost,
  None,
  TlsClientAuth,
} from 'oauth4webapi';
import { requireMethod } from './check-options.ts';
import type { ClientAuthentication } from './token-endpoint.ts';

/** A client as oauth4webapi has it: what it is called, and what adds its proof to a request. */
interface AuthenticatedClient {
  readonly client: Client;
  readonly authenticate: ClientAuth;
}

/**
 * Refuses what names no client, or can prove none: a secret that is not set is an empty text often enough.
 *
 * @throws {TypeError} saying what to write instead
 */
export function requireClient(given: ClientAuthentication | undefined): void {
  if (given === undefined) return;
  requireMethod(given);
  requireText(given.clientId, 'clientId', 'as which the endpoint knows the client');
  if (given.method === 'client_secret_basic' || given.method === 'client_secret_post') {
    requireText(given.clientSecret, 'clientSecret', 'that proves it');
  }
}

function requireText(value: unknown, name: string, what: string): void {
  // What is half a character cannot be encoded.
  if (typeof value === 'string' && value !== '' && !/\p{Surrogate}/u.test(value)) return;
  throw new TypeError(`client.${name} must be a text ${what}, and not an empty one`);
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
