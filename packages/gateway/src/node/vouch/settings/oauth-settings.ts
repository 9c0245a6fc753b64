import type { GivenVouchOauth } from '../../../vouch/providers/given-oauth.ts';
import type { ValueReader } from './value-reader.ts';

/** Reads the section `oauth` as somebody wrote it. */
export function readOauthSettings(reader: ValueReader): GivenVouchOauth {
  const one = reader.text('oauth.callback_url');
  return {
    provider: reader.text('oauth.provider')?.toLowerCase(),
    clientId: reader.text('oauth.client_id'),
    clientSecret: reader.text('oauth.client_secret'),
    issuer: reader.text('oauth.issuer'),
    authUrl: reader.text('oauth.auth_url'),
    tokenUrl: reader.text('oauth.token_url'),
    userInfoUrl: reader.text('oauth.user_info_url'),
    userTeamUrl: reader.text('oauth.user_team_url'),
    userOrgUrl: reader.text('oauth.user_org_url'),
    endSessionEndpoint: reader.text('oauth.end_session_endpoint'),
    callbackUrls: [...(one === undefined ? [] : [one]), ...reader.list('oauth.callback_urls')],
    scopes: reader.list('oauth.scopes'),
    codeChallengeMethod: reader.text('oauth.code_challenge_method'),
    preferredDomain: reader.text('oauth.preferredDomain'),
    relyingPartyId: reader.text('oauth.relying_party_id'),
    azureToken: reader.text('oauth.azure_token'),
    discordUseIds: reader.flag('oauth.discord_use_ids'),
    claims: reader.object('oauth.claims'),
  };
}
