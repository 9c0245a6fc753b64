import type { VouchKeyName } from '@drawbridge/gateway/node';
import { type Becomes, never, otherwise, same, setting } from '../../becomes.ts';

const FOUND = otherwise('It is found by the discovery document of the issuer.');
const GITHUB = never('It is of GitHub, which is no OpenID provider.');

/** What becomes of the keys about where people sign in. */
export const OAUTH_COUNTERPARTS = {
  'oauth.provider': setting(
    'gateway.providers[].name',
    'google, azure, adfs and oidc; the others are no OpenID providers, and stop the migration.',
  ),
  'oauth.client_id': setting('gateway.providers[].clientId'),
  'oauth.client_secret': setting('gateway.providers[].clientSecret', 'By a file or a variable.'),
  'oauth.issuer': setting(
    'gateway.providers[].issuer',
    'Without, it is known of Google, and by the tenant of Azure; else `--issuer` gives it.',
  ),
  'oauth.auth_url': FOUND,
  'oauth.token_url': FOUND,
  'oauth.user_info_url': FOUND,
  'oauth.user_team_url': GITHUB,
  'oauth.user_org_url': GITHUB,
  'oauth.end_session_endpoint': FOUND,
  'oauth.callback_url': otherwise(
    'It is `/callback` of `gateway.url`, to be registered with the provider.',
  ),
  'oauth.callback_urls': otherwise(
    'It is `/callback` of `gateway.url` for all domains, to be registered with the provider.',
  ),
  'oauth.scopes': setting(
    'gateway.providers[].scope',
    'With openid, without which there is no ID token. Where none are given, those of the gateway are asked for.',
  ),
  'oauth.claims': setting('gateway.providers[].parameters', 'As the parameter `claims`.'),
  'oauth.code_challenge_method': same('S256', 'Each sign-in has PKCE.'),
  'oauth.preferredDomain': setting(
    'gateway.providers[].parameters',
    'As the parameter `hd`, which shows accounts and keeps nobody out.',
  ),
  'oauth.relying_party_id': setting(
    'gateway.providers[].parameters',
    'As the parameter `resource`.',
  ),
  'oauth.azure_token': same('id_token', 'The ID token tells who it is.'),
  'oauth.discord_use_ids': never('Discord is no OpenID provider.'),
} as const satisfies Partial<Record<VouchKeyName, Becomes>>;
