import { valueOf } from '../attempt.ts';
import type { Wanted } from '../parameters.ts';
import { requestClientCredentialsOnce } from '../request-client-credentials.ts';
import type { TokenGrant } from '../source/token-grant.ts';
import { endpointOf, type GrantOptions, limitsOf, requireGrantOptions } from './given-endpoint.ts';

/** For what a client wants tokens. */
export interface ClientCredentialsGrantOptions extends GrantOptions, Wanted {}

/**
 * Comes by tokens of the client itself (RFC 6749 section 4.4). It asks once. What it throws is what
 * `requestClientCredentials` throws.
 *
 * @throws {TypeError} for options that cannot be meant, such as a client without a name or a secret
 */
export function clientCredentialsGrant(options: ClientCredentialsGrantOptions): TokenGrant {
  requireGrantOptions(options, 'clientCredentialsGrant', '{ endpoint }');
  const { endpoint: given, clock, ...wanted } = options;
  return {
    rotates: false,
    async obtain(_, signal) {
      const endpoint = await endpointOf(given, signal);
      return valueOf(await requestClientCredentialsOnce(endpoint, wanted, limitsOf(signal, clock)));
    },
  };
}
