import { DISCOVERY_PATH } from '@drawbridge/core';
import type { User } from '../../user/user.ts';
import type { ProviderSection } from '../section/provider-schema.ts';

/** Whether the provider of somebody who signed in is one that is configured, by its name and its issuer. */
export function acceptsOf(
  providers: readonly Pick<ProviderSection, 'name' | 'issuer'>[],
): (user: Pick<User, 'provider' | 'issuer'>) => boolean {
  const issuers = new Map(providers.map(({ name, issuer }) => [name, plain(issuer)]));
  return ({ provider, issuer }) => issuers.get(provider) === plain(issuer);
}

/** As a provider is found by it: with a slash at its end or without, or as the address of its document. */
function plain(issuer: string): string {
  const text = issuer.endsWith(DISCOVERY_PATH) ? issuer.slice(0, -DISCOVERY_PATH.length) : issuer;
  return text.endsWith('/') ? text.slice(0, -1) : text;
}
