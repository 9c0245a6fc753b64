import { type JsonObject, parseUrl } from '@drawbridge/core';
import { auth0 } from './auth0.ts';
import { entra } from './entra.ts';
import { gitlab } from './gitlab.ts';
import { google } from './google.ts';
import { keycloak } from './keycloak.ts';
import { okta } from './okta.ts';
import type { Provider } from './provider.ts';

/** The providers that are known, in the order of messages. */
export const PROVIDERS: readonly Provider[] = [okta, entra, auth0, keycloak, google, gitlab];

/**
 * The provider that an issuer is of: by its host alone, never by a part of its path or query, else by what its discovery
 * document looks like.
 *
 * @param issuer - or the address of its discovery document
 */
export function findProvider(issuer: string, metadata?: JsonObject): Provider | undefined {
  const url = parseUrl(issuer);
  if (url === undefined) return undefined;
  return (
    PROVIDERS.find((provider) => provider.isHost(url.hostname)) ??
    (metadata && PROVIDERS.find((provider) => provider.isMetadata?.(metadata)))
  );
}

/** @param id - as `login setup` takes it: `okta` */
export function findProviderByName(id: string): Provider | undefined {
  return PROVIDERS.find((provider) => provider.id === id);
}
