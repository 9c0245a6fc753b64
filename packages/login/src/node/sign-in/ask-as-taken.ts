import { type ClientAuthentication, type Provider, Refusal } from '@drawbridge/oauth';
import { authenticationOf, proofOf } from '../../client/client-proof.ts';
import { secretMethods } from '../../client/secret-methods.ts';

/** Who asks whom. */
export interface AskedAs {
  readonly provider: Provider;
  readonly client: ClientAuthentication;
}

/**
 * Asks a token endpoint as a client; where the provider does not take it so, and its document leaves open whether a
 * secret is sent by Basic or in the body, the other way once. A code can be sent again then: who asks is looked at
 * before what they ask for (RFC 6749 sections 3.2.1 and 4.1.3), so it was not used.
 *
 * @returns what came of it, and the client as it was taken
 * @throws what `ask` does; of two, the last
 */
export async function askAsTaken<T>(
  { provider, client }: AskedAs,
  ask: (client: ClientAuthentication) => Promise<T>,
): Promise<readonly [T, ClientAuthentication]> {
  try {
    return [await ask(client), client];
  } catch (thrown) {
    const proof = proofOf(client);
    if (proof === undefined || !isUnproven(thrown)) throw thrown;
    const method = secretMethods(provider).find((each) => each !== proof.method);
    if (method === undefined) throw thrown;
    const other = authenticationOf(client.clientId, { ...proof, method });
    return [await ask(other), other];
  }
}

/** RFC 6749 section 5.2: the client was not believed, whatever else it asked for. */
function isUnproven(thrown: unknown): boolean {
  const { cause } = thrown as { readonly cause?: unknown };
  return cause instanceof Refusal && cause.error === 'invalid_client';
}
