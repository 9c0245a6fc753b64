import { resolve } from 'node:path';
import { parseUrl } from '@drawbridge/core';
import { keepSecret, type SecretPlace, type Secrets } from '../secret-files.ts';
import type { Migration } from './migration.ts';

/** The one provider of the section `gateway`. */
export interface MigratedProvider {
  readonly name: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret?: SecretPlace;
  /** Where there are some: else those of the gateway are asked for. */
  readonly scope?: string;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly userinfo?: true;
  readonly trustEmail?: true;
}

/** What a provider is translated with. */
export interface ProviderOptions {
  readonly issuer?: string | undefined;
  readonly secrets: Secrets;
  /** The environment, where it is read. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Those that sign in by OpenID Connect: what the others give, nobody can verify. */
const OPENID: readonly string[] = ['google', 'azure', 'adfs', 'oidc'];
/** Of these, an administrator gives everybody their email, and no ID token says that it was verified. */
const GIVES_EMAILS: readonly string[] = ['azure', 'adfs'];

/** Translates the section `oauth`. @returns `undefined` where a fault says why */
export function translateProvider(
  migration: Migration,
  options: ProviderOptions,
): MigratedProvider | undefined {
  const { settings, given, note, fault } = migration;
  const { oauth, headers } = settings;
  if (oauth === undefined) {
    fault(
      'vouch.validateOnly',
      'is true, and the gateway signs people in: take it out, and write the section oauth, or stay in Vouch mode',
    );
    return undefined;
  }
  const { provider: name, clientId } = oauth;
  if (!OPENID.includes(name)) {
    fault(
      'oauth.provider',
      `is ${name}, which is no OpenID provider: it gives no ID token that the gateway could verify. Stay in Vouch mode (drawbridge serve gateway --vouch-config FILE), or put a provider before it that speaks OpenID Connect, such as Dex or Keycloak`,
    );
    return undefined;
  }
  const issuer = options.issuer ?? issuerOf(migration);
  if (issuer === undefined) {
    fault(
      '--issuer',
      'is missing: give the issuer of the provider, as its discovery document has it, such as https://id.example.com',
    );
    return undefined;
  }
  const trustEmail = GIVES_EMAILS.includes(name);
  if (!trustEmail) {
    note(
      'oauth.provider',
      'an email counts where the provider says that it was verified (email_verified), where Vouch Proxy took any that was not said to be unverified. If yours says nothing, and nobody can choose their own there, set trustEmail.',
    );
  }
  const scopes = oauth.scopes.includes('openid') ? oauth.scopes : ['openid', ...oauth.scopes];
  const parameters = {
    ...(oauth.preferredDomain !== undefined && { hd: oauth.preferredDomain }),
    ...(name === 'adfs' &&
      oauth.relyingPartyId !== undefined && { resource: oauth.relyingPartyId }),
    ...(oauth.claims !== undefined && { claims: oauth.claims }),
  };
  const secret = oauth.clientSecret;
  return {
    name,
    issuer,
    clientId,
    ...(secret !== undefined && { clientSecret: placeSecret(secret) }),
    ...(oauth.scopes.length > 0 && { scope: scopes.join(' ') }),
    ...(Object.keys(parameters).length > 0 && { parameters }),
    // Vouch Proxy had all claims from there; of these two they are in the token.
    ...(headers.claims.length > 0 && !trustEmail && { userinfo: true }),
    ...(trustEmail && { trustEmail }),
  };

  function placeSecret(text: string): SecretPlace {
    const place = given.get('oauth.client_secret')?.place;
    if (place === 'OAUTH_CLIENT_SECRET') return { env: place };
    if (place === 'OAUTH_CLIENT_SECRET_FILE') return { file: resolve(options.env[place] ?? '') };
    return keepSecret(options.secrets, 'client_secret', text);
  }
}

const TENANT_ID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;

/** The issuer as far as it is known without asking anybody. */
function issuerOf({ settings: { oauth } }: Migration): string | undefined {
  if (oauth?.issuer !== undefined) return oauth.issuer;
  if (oauth?.provider === 'google') return 'https://accounts.google.com';
  if (oauth?.provider !== 'azure') return undefined;
  const url = parseUrl(oauth.tokenUrl);
  const tenant = url?.pathname.split('/')[1]?.toLowerCase() ?? '';
  // A tenant by one of its names has an issuer by its identifier, which only its document tells.
  const isKnown = TENANT_ID.test(tenant) && url?.pathname.includes('/oauth2/v2.0/') === true;
  return isKnown ? `${url?.origin}/${tenant}/v2.0` : undefined;
}
