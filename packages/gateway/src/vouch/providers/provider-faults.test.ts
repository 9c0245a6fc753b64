import { describe, expect, it } from 'vitest';
import { VOUCH_PROVIDERS, type VouchProviderName } from '../vouch-provider.ts';
import type { GivenVouchOauth } from './given-oauth.ts';
import { vouchProviderDefaults } from './provider-defaults.ts';
import { type VouchFaultSettings, vouchProviderFaults } from './provider-faults.ts';
import { vouchProviderWarnings } from './provider-warnings.ts';

/** What every provider is content with. */
const GOOD = {
  clientId: 'drawbridge',
  clientSecret: 'correct horse battery staple',
  authUrl: 'https://id.example.com/authorize',
  tokenUrl: 'https://id.example.com/token',
  userInfoUrl: 'https://id.example.com/me',
  callbackUrls: ['https://vouch.example.com/auth'],
  scopes: ['openid', 'email', 'profile'],
};

function settings(oauth: GivenVouchOauth, others: Partial<VouchFaultSettings> = {}) {
  return { domains: ['example.com'], cookie: { secure: true }, ...others, oauth };
}

/** Paths of the faults of a provider with its defaults. */
function paths(name: VouchProviderName, oauth: Partial<GivenVouchOauth>) {
  const { provider: _, codeChallengeMethod, azureToken, ...given } = oauth;
  const filled = vouchProviderDefaults(name, given);
  const chosen = {
    ...(codeChallengeMethod !== undefined && { codeChallengeMethod }),
    ...(azureToken !== undefined && { azureToken }),
  };
  return vouchProviderFaults(settings({ ...filled, ...chosen })).map(({ path }) => path);
}

/** What pkg/cfg/oauth.go of Vouch Proxy wants, with token_url and callback_url, which it misses only at a sign-in. */
const ALL = [
  'client_id',
  'client_secret',
  'auth_url',
  'token_url',
  'user_info_url',
  'callback_url',
];
const WANTED: Record<VouchProviderName, readonly string[]> = {
  google: ['client_id', 'client_secret', 'callback_url'],
  github: ['client_id', 'client_secret'],
  indieauth: ['client_id', 'auth_url', 'callback_url'],
  adfs: ['client_id', 'auth_url', 'token_url', 'callback_url'],
  azure: ['client_id', 'client_secret', 'auth_url', 'token_url', 'callback_url', 'scopes'],
  oidc: ['client_id', 'auth_url', 'token_url', 'user_info_url', 'callback_url'],
  homeassistant: ['client_id', 'auth_url', 'token_url', 'callback_url'],
  openstax: ALL,
  nextcloud: ALL,
  alibaba: ALL,
  discord: ['client_id', 'client_secret', 'callback_url'],
};

describe('the section oauth', () => {
  it.each(VOUCH_PROVIDERS)(
    'of %s with nothing in it lacks what it needs, all of it told at once',
    (name) => {
      expect(paths(name, {})).toEqual(WANTED[name].map((key) => `oauth.${key}`));
    },
  );

  it.each(VOUCH_PROVIDERS)('of %s is fine with everything in it', (name) => {
    expect(paths(name, GOOD)).toEqual([]);
  });

  it.each([
    [undefined, /^is missing: write one of google, github/],
    ['okta', /^is "okta", which is no provider: write one of/],
    ['OIDC', /no provider/],
    ['constructor', /no provider/],
  ])('with the provider %j is refused', (provider, message) => {
    const faults = vouchProviderFaults(settings({ ...GOOD, provider }));
    expect(faults).toEqual([{ path: 'oauth.provider', message: expect.stringMatching(message) }]);
  });

  it.each(['plain', 'PLAIN', 's256', 'S512'])(
    'with the challenge method %s is refused',
    (method) => {
      expect(paths('oidc', { ...GOOD, codeChallengeMethod: method })).toEqual([
        'oauth.code_challenge_method',
      ]);
    },
  );

  it.each([
    ['authUrl', 'auth_url'],
    ['tokenUrl', 'token_url'],
    ['userInfoUrl', 'user_info_url'],
    ['userTeamUrl', 'user_team_url'],
    ['userOrgUrl', 'user_org_url'],
    ['endSessionEndpoint', 'end_session_endpoint'],
    ['issuer', 'issuer'],
  ])('with a %s where no secret may go is refused', (name, key) => {
    for (const address of [
      'http://id.example.com/x',
      'id.example.com/x',
      'javascript:alert(1)',
      'https://user:password@id.example.com/x',
      'https://id.example.com/x#y',
    ]) {
      const faults = vouchProviderFaults(settings({ ...GOOD, provider: 'oidc', [name]: address }));
      expect(faults.map(({ path }) => path)).toEqual([`oauth.${key}`]);
      expect(JSON.stringify(faults)).not.toContain('password');
    }
    expect(paths('oidc', { ...GOOD, [name]: 'http://127.0.0.1:8080/x' })).toEqual([]);
  });

  it.each(['common', 'organizations', 'Common'])('of azure for %s is refused', (tenant) => {
    const base = `https://login.microsoftonline.com/${tenant}/oauth2/v2.0`;
    const urls = { authUrl: `${base}/authorize`, tokenUrl: `${base}/token` };
    expect(paths('azure', { ...GOOD, ...urls })).toEqual(['oauth.auth_url', 'oauth.token_url']);
    const issuer = 'https://login.microsoftonline.com/8eaef023-2b34-4da1-9baa-8bc8c9d6a490/v2.0';
    expect(paths('azure', { ...GOOD, ...urls, issuer })).toEqual([]);
  });

  it('of azure needs a token that it knows, and openid', () => {
    expect(paths('azure', { ...GOOD, azureToken: 'refresh_token' })).toEqual(['oauth.azure_token']);
    expect(paths('azure', { ...GOOD, scopes: ['User.Read'] })).toEqual(['oauth.scopes']);
  });

  it('takes no scope that is two, or none', () => {
    expect(paths('oidc', { ...GOOD, scopes: ['openid email', ''] })).toEqual([
      'oauth.scopes[0]',
      'oauth.scopes[1]',
    ]);
  });
});

describe('a callback address', () => {
  const judged = (address: string, others: Partial<VouchFaultSettings> = {}) =>
    vouchProviderFaults(settings({ ...GOOD, provider: 'oidc', callbackUrls: [address] }, others));

  it.each([
    ['only has the domain in it', 'https://notexample.com/auth'],
    ['has the domain in front of another', 'https://example.com.evil.test/auth'],
    ['has the domain in its path', 'https://evil.test/example.com/auth'],
    ['has the domain as a user', 'https://example.com@evil.test/auth'],
    ['has a fragment', 'https://vouch.example.com/auth#'],
    ['is no address', 'vouch.example.com/auth'],
    ['is a program', 'javascript:alert(1)//example.com/auth'],
  ])('that %s is refused', (_, address) => {
    expect(judged(address).map(({ path }) => path)).toEqual(['oauth.callback_url']);
  });

  it.each([
    ['of the domain', 'https://example.com/auth', {}],
    ['below the domain, whatever its case', 'https://A.B.EXAMPLE.com:8443/sso/auth', {}],
    [
      'below the domain of the cookie',
      'https://a.b.test/auth',
      { domains: [], cookie: { domain: '.b.test', secure: true } },
    ],
    [
      'over http where cookies are, too',
      'http://a.example.com:9090/auth',
      { cookie: { secure: false } },
    ],
    [
      'of any domain where there is none, which is told elsewhere',
      'https://a.test/auth',
      { domains: [], cookie: { secure: true } },
    ],
    ['over http on this machine', 'http://localhost:9090/auth', { domains: ['localhost'] }],
  ])('%s is fine', (_, address, others) => {
    expect(judged(address, others)).toEqual([]);
  });

  it('of several is told by its place', () => {
    const callbackUrls = ['https://a.example.com/auth', 'https://evil.test/auth'];
    const faults = vouchProviderFaults(settings({ ...GOOD, provider: 'oidc', callbackUrls }));
    expect(faults.map(({ path }) => path)).toEqual(['oauth.callback_urls[1]']);
  });
});

describe('a warning', () => {
  const warned = (oauth: GivenVouchOauth) =>
    vouchProviderWarnings(settings({ ...GOOD, ...oauth })).map(({ path }) => path);

  it.each<[GivenVouchOauth, readonly string[]]>([
    [{ provider: 'oidc', scopes: ['openid'] }, ['oauth.scopes']],
    [{ provider: 'oidc', scopes: [] }, ['oauth.scopes']],
    [{ provider: 'github', scopes: [] }, []],
    [{ provider: 'oidc', callbackUrls: ['https://example.com/callback'] }, ['oauth.callback_url']],
    [{ provider: 'oidc', callbackUrls: ['http://example.com/auth'] }, ['oauth.callback_url']],
    [{ provider: 'oidc', callbackUrls: ['http://127.0.0.1:9090/auth'] }, []],
    [{ provider: 'oidc' }, []],
  ])('of %j is about %j', (oauth, expected) => {
    expect(warned(oauth)).toEqual(expected);
  });
});
