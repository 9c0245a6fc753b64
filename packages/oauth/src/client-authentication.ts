import {
  type Client,
  type ClientAuth,
  ClientSecretBasic,
  ClientSecretPost,
  None,
} from 'oauth4webapi';
import type { ClientAuthentication } from './token-endpoint.ts';

/** A client as oauth4webapi has it: what it is called, and what adds its proof to a request. */
interface AuthenticatedClient {
  readonly client: Client;
  readonly authenticate: ClientAuth;
}

/** Translates what the caller of this package gave. */
export function toClient(given: ClientAuthentication | undefined): AuthenticatedClient {
  // It insists on a name; without a proof that sends it, it never leaves this process.
  if (given === undefined) return { client: { client_id: 'none' }, authenticate: () => {} };
  return { client: { client_id: given.clientId }, authenticate: proofOf(given) };
}

function proofOf(given: ClientAuthentication): ClientAuth {
  switch (given.method) {
    case 'none':
      return None();
    case 'client_secret_basic':
      return ClientSecretBasic(given.clientSecret);
    case 'client_secret_post':
      return ClientSecretPost(given.clientSecret);
  }
}
