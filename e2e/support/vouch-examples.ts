/** A `config.yml` with the keys that an example of Vouch Proxy's folder `config/` has, and values that somebody could have. */
export interface VouchExample {
  /** What follows `config.yml_example` in the name of the file. */
  readonly name: string;
  readonly config: string;
  /** What has to be changed before it starts, as it is told; empty where it starts as it is. */
  readonly faults: readonly RegExp[];
}

const DOMAINS = 'domains: [example.com, example.org]';
const EVERYBODY = 'allowAllUsers: true\n  cookie: { secure: true, domain: example.com }';
const CLIENT = 'client_id: apps\n  client_secret: PLANTED-client-secret';
const SCOPES = 'scopes: [openid, email, profile]';
const CALLBACK = 'callback_url: https://vouch.example.com/auth';
const HTTP_CALLBACK = 'callback_url: http://vouch.example.com:9090/auth';
const HTTP_COOKIE = `${DOMAINS}\n  cookie: { secure: false }`;
const OKTA = 'https://dev-1.okta.example/oauth2/default/v1';

function example(
  name: string,
  vouch: string,
  oauth: readonly string[],
  faults: readonly RegExp[] = [],
): VouchExample {
  return { name, config: `vouch:\n  ${vouch}\noauth:\n  ${oauth.join('\n  ')}\n`, faults };
}

function endpoints(base: string, auth: string, token: string, user: string): string {
  return `auth_url: ${base}${auth}\n  token_url: ${base}${token}\n  user_info_url: ${base}${user}`;
}

const OIDC = [
  'provider: oidc',
  CLIENT,
  endpoints(OKTA, '/authorize', '/token', '/userinfo'),
  SCOPES,
  CALLBACK,
];
const OIDC_BY_HTTP = [...OIDC.slice(0, -1), HTTP_CALLBACK];

/** The one with all keys: `DOMAINS` and what goes before them. */
const WHOLE = `logLevel: info
  testing: true
  listen: 127.0.0.1
  port: 9090
  ${DOMAINS}
  whiteList: [bob@example.com, alice@example.com]
  jwt: { secret: your_random_string, issuer: Vouch, maxAge: 240, compress: true }
  cookie: { name: VouchCookie, secure: true, httpOnly: true, maxAge: 14400, sameSite: lax }
  session: { name: VouchSession, key: your_random_key }
  headers:
    jwt: X-Vouch-Token
    querystring: access_token
    redirect: X-Vouch-Requested-URI
    claims: [groups, given_name]
    claimheader: X-Vouch-IdP-Claims-
    accesstoken: X-Vouch-IdP-AccessToken
    idtoken: X-Vouch-IdP-IdToken
  test_url: http://app.example.com
  post_logout_redirect_uris: [https://app.example.com/login]`;

/** All that a release of Vouch Proxy can read; each of its example files is one. */
export const VOUCH_EXAMPLES: readonly VouchExample[] = [
  example('', WHOLE, OIDC_BY_HTTP, [/vouch\.jwt\.secret .*less than 44 characters/]),
  example(', mended', WHOLE.replace('your_random_string', 'x'.repeat(44)), OIDC),
  example('_adfs', EVERYBODY, [
    'provider: adfs',
    CLIENT,
    'auth_url: https://adfs.example.com/adfs/oauth2/authorize/',
    'token_url: https://adfs.example.com/adfs/oauth2/token/',
    SCOPES,
    CALLBACK,
  ]),
  example('_azure', EVERYBODY, [
    'provider: azure',
    CLIENT,
    'auth_url: https://login.microsoftonline.com/11111111-2222-3333-4444-555555555555/oauth2/v2.0/authorize',
    'token_url: https://login.microsoftonline.com/11111111-2222-3333-4444-555555555555/oauth2/v2.0/token',
    SCOPES,
    CALLBACK,
  ]),
  example(
    '_azure, of all tenants and no domain',
    'allowAllUsers: true',
    [
      'provider: azure',
      CLIENT,
      'auth_url: https://login.microsoftonline.com/common/oauth2/v2.0/authorize',
      'token_url: https://login.microsoftonline.com/common/oauth2/v2.0/token',
      SCOPES,
      CALLBACK,
    ],
    [/vouch\.cookie\.domain/, /oauth\.token_url .*all tenants \(common\)/],
  ),
  example(
    '_discord',
    `domains: [example.com]\n  whiteList: [ann, ANN#1203, 81255545020878849]\n  cookie: { secure: false }`,
    ['provider: discord', CLIENT, HTTP_CALLBACK],
  ),
  example('_gitea', DOMAINS, [
    'provider: github',
    CLIENT,
    endpoints(
      'https://gitea.example.com',
      '/login/oauth/authorize',
      '/login/oauth/access_token',
      '/api/v1/user?token=',
    ),
    'callback_url: https://example.com/auth',
  ]),
  example('_github', 'domains: [example.com]\n  teamWhitelist: [acme, acme/ops]', [
    'provider: github',
    CLIENT,
  ]),
  example('_github_enterprise', DOMAINS, [
    'provider: github',
    CLIENT,
    endpoints(
      'https://github.example.com',
      '/login/oauth/authorize',
      '/login/oauth/access_token',
      '/api/v3/user?access_token=',
    ),
  ]),
  example('_gitlab_ce', HTTP_COOKIE, [
    'provider: oidc',
    CLIENT,
    SCOPES,
    endpoints('https://gitlab.example.com/oauth', '/authorize', '/token', '/userinfo'),
    HTTP_CALLBACK,
  ]),
  example('_google', HTTP_COOKIE, [
    'provider: google',
    'client_id: 1-x.apps.googleusercontent.com\n  client_secret: PLANTED-client-secret',
    'callback_urls: [http://example.com:9090/auth, http://example.org:9090/auth]',
    'preferredDomain: example.com',
  ]),
  example('_homeassistant', 'domains: [example.com]\n  whiteList: [homeassistant]', [
    'provider: homeassistant',
    'client_id: https://vouch.example.com',
    CALLBACK,
    'auth_url: https://home.example.com:8123/auth/authorize',
    'token_url: https://home.example.com:8123/auth/token',
  ]),
  example('_indieauth', 'domains: [example.com]\n  publicAccess: true', [
    'provider: indieauth',
    'client_id: http://example.com',
    'auth_url: https://indielogin.com/auth',
    CALLBACK,
  ]),
  example('_keycloak', HTTP_COOKIE, [
    'provider: oidc',
    CLIENT,
    endpoints(
      'https://id.example.com/realms/one/protocol/openid-connect',
      '/auth',
      '/token',
      '/userinfo',
    ),
    SCOPES,
    HTTP_CALLBACK,
  ]),
  example('_nextcloud', DOMAINS, [
    'provider: nextcloud',
    CLIENT,
    endpoints(
      'https://cloud.example.com',
      '/apps/oauth2/authorize',
      '/apps/oauth2/api/v1/token',
      '/ocs/v2.php/cloud/user?format=json',
    ),
    SCOPES,
    CALLBACK,
  ]),
  example('_oidc', DOMAINS, OIDC_BY_HTTP),
  example('_pocket-id', HTTP_COOKIE, [
    'provider: oidc',
    CLIENT,
    endpoints('https://pocket.example.com', '/authorize', '/api/oidc/token', '/api/oidc/userinfo'),
    SCOPES,
    'callback_url: http://vouch.example.com/auth',
  ]),
  example(
    '_scopes_and_claims',
    `${DOMAINS}\n  headers: { idtoken: X-Vouch-IdP-IdToken, claims: [sub, name, email, email_verified] }`,
    OIDC,
  ),
  example('_secureauth', 'domains: [example.com]', [
    'provider: oidc',
    CLIENT,
    endpoints(
      'https://secure.example.com/SecureAuth1',
      '/SecureAuth.aspx',
      '/OidcToken.aspx',
      '/OidcUserInfo.aspx',
    ),
    SCOPES,
    CALLBACK,
  ]),
  example('_slack', 'domains: [example.com]', [
    'provider: oidc',
    `client_id: '1234567890.1234567890'\n  client_secret: PLANTED-client-secret`,
    CALLBACK,
    endpoints(
      'https://slack.com',
      '/openid/connect/authorize',
      '/api/openid.connect.token',
      '/api/openid.connect.userInfo',
    ),
  ]),
  example('_twitch', DOMAINS, [
    'provider: oidc',
    CLIENT,
    endpoints('https://id.twitch.tv/oauth2', '/authorize', '/token', '/userinfo'),
    CALLBACK,
    'scopes: [openid, "user:read:email"]',
    'claims: { userinfo: { email: { essential: true }, email_verified: { essential: true } } }',
  ]),
  // What stands in its examples and is in no release: more than one provider, and names of providers.
  example(
    '_auth0, of a branch',
    EVERYBODY,
    ['provider: auth0', CLIENT, endpoints(OKTA, '/authorize', '/token', '/userinfo'), CALLBACK],
    [/oauth\.provider/],
  ),
  example(
    '_google, of a branch',
    'domains: [example.com]',
    ['Services: [{ id: one, provider: google, client_id: x }]'],
    [/oauth\.provider/],
  ),
];
