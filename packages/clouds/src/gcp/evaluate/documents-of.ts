import type { GoogleTrust } from './google-trust.ts';

/** What a provider has of an issuer's documents: keys that were uploaded count instead of those that the issuer publishes. */
export function documentsOf({ provider }: GoogleTrust): { readonly jwks?: unknown } {
  return provider.jwks === undefined ? {} : { jwks: provider.jwks };
}
