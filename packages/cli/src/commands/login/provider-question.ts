import type { Flow } from '@drawbridge/login';
import type { Provider } from '@drawbridge/oauth';

/** What the facts of known providers are asked about one: by its issuer, and by what its metadata says. */
export function providerQuestion({ issuer, scopes }: Provider, wantsRefresh: boolean) {
  const metadata = scopes === undefined ? {} : { scopes_supported: [...scopes] };
  return { issuer, metadata, wantsRefresh };
}

/** Whether a provider may give a refresh token for a flow (RFC 6749 sections 4.2.2 and 4.4.3). */
export function isRenewable(flow: Flow): boolean {
  return flow === 'code' || flow === 'device';
}
