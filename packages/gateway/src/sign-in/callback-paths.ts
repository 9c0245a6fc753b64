import type { GatewayProvider } from './gateway-provider.ts';

/** Where a provider sends people back to if nobody says: the redirect URI to register there, behind the origin of the auth host. */
export const CALLBACK_PATH = '/callback';

type Providers = ReadonlyMap<string, GatewayProvider>;

/**
 * The callback of one provider. Of several each has its own (RFC 9700 section 4.4.2.2): not all say in their answers who they
 * are, and one that is not honest could else have the code of another brought to it.
 */
export function callbackPath(providers: Providers, name: string, base = CALLBACK_PATH): string {
  return providers.size > 1 ? `${base}/${name}` : base;
}

/**
 * All that may be answered at: also the common one, where there were fewer providers when somebody left for one, and the usual
 * ones, where another base was chosen since.
 */
export function callbackPaths(providers: Providers, base = CALLBACK_PATH): readonly string[] {
  const bases = [...new Set([CALLBACK_PATH, base])];
  return bases.flatMap((path) => [
    ...new Set([path, ...[...providers.keys()].map((name) => callbackPath(providers, name, path))]),
  ]);
}
