import type { GatewayProvider } from './gateway-provider.ts';

/** Where a provider sends people back to: the redirect URI to register there, behind the origin of the auth host. */
export const CALLBACK_PATH = '/callback';

type Providers = ReadonlyMap<string, GatewayProvider>;

/**
 * The callback of one provider. Of several each has its own (RFC 9700 section 4.4.2.2): not all say in their answers who they
 * are, and one that is not honest could else have the code of another brought to it.
 */
export function callbackPath(providers: Providers, name: string): string {
  return providers.size > 1 ? `${CALLBACK_PATH}/${name}` : CALLBACK_PATH;
}

/** All that may be answered at: also the common one, where there were fewer providers when somebody left for one. */
export function callbackPaths(providers: Providers): readonly string[] {
  return [
    ...new Set([
      CALLBACK_PATH,
      ...[...providers.keys()].map((name) => callbackPath(providers, name)),
    ]),
  ];
}
