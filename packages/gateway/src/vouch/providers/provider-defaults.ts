import type { VouchProviderName } from '../vouch-provider.ts';
import type { VouchOauthSettings } from '../vouch-settings.ts';
import { type VouchProviderRow, vouchProviderRow } from './provider-rows.ts';

/** Settings of which each may be missing. */
export type GivenSettings = {
  readonly [Name in keyof VouchOauthSettings]?: VouchOauthSettings[Name] | undefined;
};

/**
 * Settings as somebody gave them, with what the provider has for those that are missing, and what it has in any case: S256 where
 * {@link VouchProviderRow.pkce} says so, and the endpoints of Google.
 *
 * @param teamWhitelist - of GitHub: without scopes of its own, it is asked for the scope that shows teams
 */
export function vouchProviderDefaults(
  name: VouchProviderName,
  given: GivenSettings,
  teamWhitelist: readonly string[] = [],
): Partial<VouchOauthSettings> {
  const row = vouchProviderRow(name);
  const { defaults } = row;
  const callbackUrls = given.callbackUrls ?? [];
  return present({
    ...given,
    ...endpoints(row, given),
    provider: name,
    userTeamUrl: filled(given.userTeamUrl) ?? defaults.user_team_url,
    userOrgUrl: filled(given.userOrgUrl) ?? defaults.user_org_url,
    callbackUrls,
    scopes: scopesOf(row, given, teamWhitelist),
    codeChallengeMethod: row.pkce === 'always' ? 'S256' : given.codeChallengeMethod,
    ...(name === 'adfs' && { relyingPartyId: filled(given.relyingPartyId) ?? callbackUrls[0] }),
    ...(name === 'azure' && { azureToken: given.azureToken ?? 'access_token' }),
    discordUseIds: given.discordUseIds ?? false,
  });
}

function endpoints({ defaults, isFixed = false }: VouchProviderRow, given: GivenSettings) {
  const fixed = isFixed ? {} : given;
  return {
    authUrl: filled(fixed.authUrl) ?? defaults.auth_url,
    tokenUrl: filled(fixed.tokenUrl) ?? defaults.token_url,
    userInfoUrl: filled(fixed.userInfoUrl) ?? defaults.user_info_url,
  };
}

function scopesOf(
  { name, defaults }: VouchProviderRow,
  { scopes = [] }: GivenSettings,
  teams: readonly string[],
): readonly string[] {
  if (scopes.length > 0) return scopes;
  const own = defaults.scopes ?? [];
  return name === 'github' && teams.length > 0 ? [...own, 'read:org'] : own;
}

function filled(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}

/** Without what is missing. */
function present(settings: GivenSettings): Partial<VouchOauthSettings> {
  const entries = Object.entries(settings).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Partial<VouchOauthSettings>;
}
