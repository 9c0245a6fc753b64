import type { Provider } from '@drawbridge/oauth';

/** What the facts of known providers are asked about one: by its issuer, and by what its metadata says. */
export function providerQuestion({ issuer, scopes }: Provider, wantsRefresh: boolean) {
  const metadata = scopes === undefined ? {} : { scopes_supported: [...scopes] };
  return { issuer, metadata, wantsRefresh };
}
