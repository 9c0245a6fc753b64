import { requireObject } from '@drawbridge/core';
import type { ClientAuthentication } from './token-endpoint.ts';

/** What to write. */
const EXAMPLE = "{ method: 'client_secret_basic', clientId: '…', clientSecret: '…' }";

/** How a client may prove who it is, by the names of RFC 7591 section 2 and RFC 8705 section 2. */
export const CLIENT_METHODS = [
  'none',
  'client_secret_basic',
  'client_secret_post',
  'private_key_jwt',
  'tls_client_auth',
  'self_signed_tls_client_auth',
] as const satisfies readonly ClientAuthentication['method'][];

/**
 * Refuses what names no client, or can prove none: a secret that is not set is an empty text often enough.
 *
 * @throws {TypeError} saying what to write instead; not for `undefined`, which is no client
 */
export function requireClient(given: ClientAuthentication | undefined): void {
  if (given === undefined) return;
  requireObject(given, 'client', EXAMPLE);
  const { method, clientId, clientSecret, key }: Partial<Record<string, unknown>> = { ...given };
  if (!CLIENT_METHODS.some((known) => known === method)) {
    throw new TypeError(`client.method must be one of ${CLIENT_METHODS.join(', ')}`);
  }
  requireText(clientId, 'clientId', 'as which the endpoint knows the client');
  if (method === 'private_key_jwt') {
    requireObject(key, 'client.key', 'ring.signingKey() of a key ring');
  }
  if (method === 'client_secret_basic' || method === 'client_secret_post') {
    requireText(clientSecret, 'clientSecret', 'that proves it');
  }
}

function requireText(value: unknown, name: string, what: string): void {
  // What is half a character cannot be encoded.
  if (typeof value === 'string' && value !== '' && !/\p{Surrogate}/u.test(value)) return;
  throw new TypeError(`client.${name} must be a string ${what}, and not an empty one`);
}
