import type { ClientAuthentication } from '@drawbridge/oauth';

/** What a confidential client proves itself by, and how that is sent (RFC 6749 section 2.3.1). */
export interface ClientProof {
  readonly method: 'client_secret_basic' | 'client_secret_post';
  /** Secret. */
  readonly clientSecret: string;
}

/** The client of a login, as endpoints are asked by it. @param proof - `undefined` for a public one */
export function authenticationOf(
  clientId: string,
  proof: ClientProof | undefined,
): ClientAuthentication {
  return proof === undefined ? { method: 'none', clientId } : { ...proof, clientId };
}

/** The proof that a client was given, to be kept with it. */
export function proofOf(client: ClientAuthentication): ClientProof | undefined {
  if (!('clientSecret' in client)) return undefined;
  const { method, clientSecret } = client;
  return { method, clientSecret };
}
