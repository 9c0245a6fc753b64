import { type ConfigFault, documentUrlFault, parseUrl, quote } from '@drawbridge/core';
import { domainIn } from '@drawbridge/oauth';
import { VOUCH_PROVIDERS, type VouchProviderName } from '../vouch-provider.ts';
import { azureTenantFault } from './azure-tenant.ts';
import type { GivenVouchOauth } from './given-oauth.ts';
import { type VouchOauthKey, vouchProviderRow } from './provider-rows.ts';

/** What the section `oauth` is judged by: itself, with the defaults of its provider, and where cookies are set. */
export interface VouchFaultSettings {
  readonly domains: readonly string[];
  readonly cookie: { readonly domain?: string | undefined; readonly secure: boolean };
  readonly oauth: GivenVouchOauth;
}

/**
 * What is wrong with the section `oauth`, or stands in the way of a sign-in with it, all at once. Paths are those of the file:
 * `oauth.client_id`.
 */
export function vouchProviderFaults(settings: VouchFaultSettings): readonly ConfigFault[] {
  const { oauth } = settings;
  const { provider = '' } = oauth;
  if (!isProvider(provider)) {
    const what = provider === '' ? 'is missing' : `is ${quote(provider)}, which is no provider`;
    return [fault('provider', `${what}: write one of ${VOUCH_PROVIDERS.join(', ')}`)];
  }
  return [
    ...missing(provider, oauth),
    ...endpointFaults(oauth),
    ...choiceFaults(provider, oauth),
    ...scopeFaults(provider, oauth),
    ...callbackFaults(settings),
  ];
}

function isProvider(name: string): name is VouchProviderName {
  return VOUCH_PROVIDERS.some((known) => known === name);
}

/** What each is good for, as the rest of a sentence. */
const WANTED: Readonly<Record<VouchOauthKey, string>> = {
  client_id: 'write what the provider calls this client',
  client_secret:
    'write what the provider gave for this client, or name a file in OAUTH_CLIENT_SECRET_FILE',
  auth_url: 'write the address that browsers are sent to',
  token_url: 'write the address where codes are redeemed',
  user_info_url: 'write the address that tells who signed in',
  callback_url:
    'write the address below which /auth of this gateway is seen, as it is registered with the provider',
};

function missing(provider: VouchProviderName, oauth: GivenVouchOauth): readonly ConfigFault[] {
  const given: Readonly<Record<VouchOauthKey, string | undefined>> = {
    client_id: oauth.clientId,
    client_secret: oauth.clientSecret,
    auth_url: oauth.authUrl,
    token_url: oauth.tokenUrl,
    user_info_url: oauth.userInfoUrl,
    callback_url: oauth.callbackUrls?.[0],
  };
  const row = vouchProviderRow(provider);
  return row.required
    .filter((key) => (given[key] ?? '') === '')
    .map((key) => fault(key, `is missing, and ${row.title} needs it: ${WANTED[key]}`));
}

function endpointFaults(oauth: GivenVouchOauth): readonly ConfigFault[] {
  const addresses = {
    issuer: oauth.issuer,
    auth_url: oauth.authUrl,
    token_url: oauth.tokenUrl,
    user_info_url: oauth.userInfoUrl,
    user_team_url: oauth.userTeamUrl,
    user_org_url: oauth.userOrgUrl,
    end_session_endpoint: oauth.endSessionEndpoint,
  };
  return Object.entries(addresses).flatMap(([key, address = '']) => {
    const wrong = address === '' ? undefined : documentUrlFault(address);
    if (wrong === undefined) return [];
    const isPlain = parseUrl(address)?.protocol === 'http:';
    const hint = isPlain
      ? 'secrets and people go there, so it is https, or http on this machine alone'
      : 'write the whole address, such as https://id.example.com/path';
    return [fault(key, `${wrong}: ${hint}`)];
  });
}

function choiceFaults(
  provider: VouchProviderName,
  {
    codeChallengeMethod = '',
    azureToken = '',
    authUrl = '',
    tokenUrl = '',
    issuer,
  }: GivenVouchOauth,
): readonly ConfigFault[] {
  const faults: ConfigFault[] = [];
  if (codeChallengeMethod === 'plain') {
    faults.push(
      fault(
        'code_challenge_method',
        'is plain, which shows the verifier to whoever sees the request (RFC 7636 section 4.2): write S256',
      ),
    );
  } else if (codeChallengeMethod !== '' && codeChallengeMethod !== 'S256') {
    faults.push(fault('code_challenge_method', 'is no method of RFC 7636: write S256'));
  }
  if (provider !== 'azure') return faults;
  if (azureToken !== '' && azureToken !== 'id_token' && azureToken !== 'access_token') {
    faults.push(fault('azure_token', 'is neither id_token nor access_token: write one of them'));
  }
  if (issuer !== undefined) return faults;
  for (const [key, address] of Object.entries({ auth_url: authUrl, token_url: tokenUrl })) {
    const wrong = azureTenantFault(address);
    if (wrong !== undefined) faults.push(fault(key, wrong));
  }
  return faults;
}

/** Azure gives an ID token to who asks for `openid` alone, and it is what says who it is. */
function scopeFaults(
  provider: VouchProviderName,
  { scopes = [] }: GivenVouchOauth,
): readonly ConfigFault[] {
  const faults = scopes.flatMap((scope, index) =>
    /^[\x21\x23-\x5b\x5d-\x7e]+$/.test(scope)
      ? []
      : [
          fault(
            `scopes[${index}]`,
            'is no scope (RFC 6749 section 3.3): write one scope in each line',
          ),
        ],
  );
  if (provider !== 'azure' || scopes.includes('openid')) return faults;
  return [
    ...faults,
    fault(
      'scopes',
      'has no openid in it, so that no ID token would come, which says who signed in: add openid, email and profile',
    ),
  ];
}

function callbackFaults({ domains, cookie, oauth }: VouchFaultSettings): readonly ConfigFault[] {
  const { callbackUrls = [] } = oauth;
  const isOne = callbackUrls.length === 1;
  return callbackUrls.flatMap((address, index) => {
    if (address === '') return [];
    const key = isOne ? 'callback_url' : `callback_urls[${index}]`;
    const url = parseUrl(address);
    if (url === undefined || !/^https?:$/.test(url.protocol)) {
      return [fault(key, 'is no http or https URL: write such as https://vouch.example.com/auth')];
    }
    if (url.hash !== '' || address.endsWith('#') || url.username !== '' || url.password !== '') {
      return [fault(key, 'has a fragment or user information: leave it out')];
    }
    const allowed = [...domains, ...(cookie.domain === undefined ? [] : [cookie.domain])];
    // That there is none at all is told where domains are judged, and once.
    if (allowed.length === 0 || domainIn(allowed, url.hostname) !== undefined) return [];
    return [
      fault(
        key,
        'is in none of vouch.domains, nor in vouch.cookie.domain, so that no cookie of it would reach an app: write one of them that has its host',
      ),
    ];
  });
}

function fault(key: string, message: string): ConfigFault {
  return { path: `oauth.${key}`, message };
}
