import type { ClientAuthentication } from './token-endpoint.ts';

/** The same client, whose JWT is for an issuer and not for one endpoint of it, unless its `audience` says otherwise. */
export function forIssuer(client: ClientAuthentication, issuer: string): ClientAuthentication {
  return client.method === 'private_key_jwt' ? { audience: issuer, ...client } : client;
}
