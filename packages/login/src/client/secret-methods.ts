import { DrawbridgeError, printable } from '@drawbridge/core';
import type { Provider } from '@drawbridge/oauth';
import type { ClientProof } from './client-proof.ts';

type SecretMethod = ClientProof['method'];

/** RFC 6749 section 2.3.1 has every server take the first, and advises against the second. */
const METHODS = ['client_secret_basic', 'client_secret_post'] as const;

/**
 * How the secret of a client may be sent to a provider, by its `token_endpoint_auth_methods_supported`: what is to be
 * tried first comes first. Both, where the provider does not say.
 *
 * @throws {DrawbridgeError} `sign_in_unavailable` for a provider that takes no secrets
 */
export function secretMethods({
  clientMethods,
  discoveryUrl,
}: Pick<Provider, 'clientMethods' | 'discoveryUrl'>): readonly [SecretMethod, ...SecretMethod[]] {
  const [first, ...others] = METHODS.filter((method) => clientMethods?.includes(method) ?? true);
  if (first !== undefined) return [first, ...others];
  const named = clientMethods?.length ? clientMethods.join(', ') : 'nothing at all';
  throw new DrawbridgeError('sign_in_unavailable', {
    detail: `the provider takes no secret of a client: ${discoveryUrl} names as ways to prove one ${printable(named)}`,
    hint: 'Have it take client_secret_basic or client_secret_post; or sign in as a public client, without a secret.',
  });
}
