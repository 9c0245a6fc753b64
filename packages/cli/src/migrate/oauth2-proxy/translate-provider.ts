import { resolve } from 'node:path';
import { issuerFault, quote } from '@drawbridge/core';
import type { SecretPlace, Secrets } from '../secret-files.ts';
import { placeSecret } from './secrets.ts';
import type { Settings } from './settings.ts';
import { groupsLetIn } from './translate-people.ts';

/** A provider of the section `gateway`. */
export interface MigratedProvider {
  readonly name: string;
  readonly title?: string;
  readonly issuer: string;
  readonly caFile?: string;
  readonly clientId: string;
  readonly clientSecret?: SecretPlace;
  readonly scope?: string;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly groupsClaim?: string;
  readonly groupsLimit?: number;
  readonly userinfo?: false;
  readonly trustEmail?: true;
}

/** Where people sign in by OAuth 2.0 alone: there is no ID token to verify. */
const NO_OPENID: ReadonlySet<string> = new Set([
  'bitbucket',
  'digitalocean',
  'facebook',
  'github',
  'nextcloud',
  'sourcehut',
]);

/** Issuers that oauth2-proxy knows by itself. */
const ISSUERS: ReadonlyMap<string, string> = new Map([
  ['google', 'https://accounts.google.com'],
  ['gitlab', 'https://gitlab.com'],
]);

/** Tenants of Microsoft Entra that stand for many: tokens name another issuer. */
const MANY_TENANTS = /^https:\/\/login\.microsoftonline\.com\/(?:common|organizations|consumers)\//;

/** Beyond it, Entra tells no group at all. */
const ENTRA_GROUPS = 200;

/**
 * Translates the provider.
 *
 * @param folder - that relative files are looked for in
 */
export function translateProvider(
  settings: Settings,
  folder: string,
  secrets: Secrets,
): MigratedProvider {
  const kind = (settings.text('provider') ?? 'google').toLowerCase();
  const title = settings.text('provider_display_name');
  const groupsClaim = groupsClaimOf(settings);
  const asksNobody = settings.flag('skip_claims_from_profile_url', false);
  const clientSecret = secretOf(settings, folder, secrets);
  const caFile = caFileOf(settings, folder);
  const scope = scopeOf(settings, kind);
  const parameters = parametersOf(settings, kind);
  const isEntra = kind === 'entra-id' || kind === 'azure';
  const trustsEmail = settings.flag('insecure_oidc_allow_unverified_email', false);
  if (trustsEmail) {
    settings.note(
      'insecure_oidc_allow_unverified_email',
      'emails are taken without email_verified (trustEmail), as before; that is safe only where nobody can choose the own email.',
    );
  }
  return {
    name: kind.replaceAll(/[^a-z\d]+/g, '-').replaceAll(/^-|-$/g, '') || 'oidc',
    ...(title !== undefined && { title }),
    issuer: issuerOf(settings, kind),
    ...(caFile !== undefined && { caFile }),
    clientId: required(settings, 'client_id'),
    ...(clientSecret !== undefined && { clientSecret }),
    ...(scope !== undefined && { scope }),
    ...(Object.keys(parameters).length > 0 && { parameters }),
    ...(groupsClaim !== undefined && { groupsClaim }),
    ...(isEntra && { groupsLimit: ENTRA_GROUPS }),
    ...(asksNobody && { userinfo: false }),
    ...(trustsEmail && { trustEmail: true }),
  };
}

function required(settings: Settings, name: string): string {
  const value = settings.text(name);
  if (value === undefined && !settings.given.has(name)) settings.fault(name, 'is missing');
  return value ?? '';
}

function issuerOf(settings: Settings, kind: string): string {
  if (NO_OPENID.has(kind)) {
    settings.fault(
      'provider',
      `is ${kind}, which gives no ID tokens: sign in by way of a provider that does, such as Dex or Keycloak, and name it here`,
    );
    return '';
  }
  const tenant = settings.text('azure_tenant') ?? 'common';
  const azure = `https://login.microsoftonline.com/${tenant}/v2.0`;
  const issuer =
    settings.text('oidc_issuer_url') ?? ISSUERS.get(kind) ?? (kind === 'azure' ? azure : undefined);
  if (issuer === undefined) {
    settings.fault('oidc_issuer_url', `is missing, and there is no other issuer of ${quote(kind)}`);
    return '';
  }
  const name = settings.given.has('oidc_issuer_url') ? 'oidc_issuer_url' : 'azure_tenant';
  const message = MANY_TENANTS.test(issuer)
    ? 'stands for many tenants, each of which is an issuer of its own: name one tenant'
    : issuerFault(issuer);
  if (message !== undefined) settings.fault(name, message);
  return issuer;
}

function secretOf(settings: Settings, folder: string, secrets: Secrets): SecretPlace | undefined {
  const file = settings.text('client_secret_file');
  // As oauth2-proxy has it, the secret itself comes first.
  const placed = placeSecret(settings, 'client_secret', secrets);
  if (placed !== undefined) return placed;
  if (file === undefined) {
    settings.note('client_secret', 'none is given; the client is a public one, with PKCE alone.');
    return undefined;
  }
  return { file: resolve(folder, file) };
}

function caFileOf(settings: Settings, folder: string): string | undefined {
  const [first, ...more] = settings.list('provider_ca_files');
  if (more.length > 0) {
    settings.fault(
      'provider_ca_files',
      'are several: put the certificates of all into one file, and name that',
    );
  }
  return first === undefined ? undefined : resolve(folder, first);
}

/** The gateway asks UserInfo for groups where their claim is named, and so it is where somebody is let in by them. */
function groupsClaimOf(settings: Settings): string | undefined {
  const claim = settings.text('oidc_groups_claim') ?? 'groups';
  return claim !== 'groups' || groupsLetIn(settings).length > 0 ? claim : undefined;
}

/** What oauth2-proxy asks for where nobody says is what the gateway asks for, but for groups. */
function scopeOf(settings: Settings, kind: string): string | undefined {
  const scope = settings.text('scope');
  if (scope === undefined) {
    const asksGroups = kind === 'oidc' && settings.list('allowed_groups').length > 0;
    return asksGroups ? 'openid email profile groups' : undefined;
  }
  if (scope.split(/\s+/).includes('openid')) return scope;
  settings.note('scope', 'openid is put before it, since without it there is no ID token.');
  return `openid ${scope}`;
}

function parametersOf(settings: Settings, kind: string): Readonly<Record<string, string>> {
  const prompt = settings.text('prompt');
  const acrValues = settings.text('acr_values');
  const isOffline = kind === 'google' && (settings.seconds('cookie_refresh') ?? 0) > 0;
  return {
    ...(prompt !== undefined && { prompt }),
    ...(acrValues !== undefined && { acr_values: acrValues }),
    // Without it Google gives no refresh token.
    ...(isOffline && { access_type: 'offline' }),
  };
}
